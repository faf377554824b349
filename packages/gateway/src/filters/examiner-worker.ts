import { parentPort, workerData } from 'node:worker_threads'
import { compileSchema, fromBytes, type Limits } from '@xeerkat/xml'
import { createExaminer } from './examiner.ts'
import type { Question, Verdict } from './examiner-thread.ts'

const limits = workerData as Partial<Limits>
const { wellFormed, valid } = createExaminer(compileSchema)

/** What is thrown here ends the thread, and by that the one who asked knows. */
async function examine({ bytes, schema }: Question): Promise<void> {
  const document = fromBytes(bytes, { limits })
  say({ rejection: await (schema === undefined ? wellFormed(document) : valid(document, schema)) })
}

function say(verdict: Verdict): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- A thread is no window.
  parentPort?.postMessage(verdict)
}

parentPort?.on('message', (question: Question) => void examine(question))
say({ rejection: undefined })
