// A thread of a front: runs one pipeline over documents, several at a time where they wait for something.
import { parentPort, workerData } from 'node:worker_threads'
import type { Rejection } from '@xeerkat/gateway'
import { type Capabilities, loadPipeline, type Pipeline, PipelineError } from '@xeerkat/pipeline'
import { checkWellFormed, type Document, XmlError } from '@xeerkat/xml'
import { HostError } from '../errors.ts'
import { faultSentence } from '../pipelines/fault-lines.ts'
import { capabilitiesOf } from '../pipelines/permits.ts'
import { pack, type PackedDocument, unpack } from '../threads/packed.ts'
import { createWire } from '../threads/wire.ts'
import type { FrontAnswer, FrontCalls, FrontData, FrontFacts, GateCalls, RunId } from './protocol.ts'
import { malformed, rejectionOf } from './verdict.ts'

if (parentPort === null) throw new Error('This module runs in a thread of agent-host.')

const { file, text, resources: given, permits, limits, memory } = workerData as FrontData
const runs = new Map<RunId, AbortController>()
const resources: Record<string, string> = {}
const folder = capabilitiesOf(file, permits, { memory, track })
const loading = loadPipeline(text, { file, capabilities: { ...folder, read }, limits })
loading.catch(() => {}) // told to whoever asks

const ours: FrontCalls = {
  async describe() {
    try {
      return { facts: factsOf(await loading), resources: { ...resources } }
    } catch (error) {
      throw error instanceof PipelineError ? new HostError('ERR_FRONT_INVALID', faultSentence(error, file)) : error
    }
  },
  async run({ run, document: packed }) {
    const controller = new AbortController()
    runs.set(run, controller)
    try {
      return await pass(run, packed, controller.signal)
    } catch (error) {
      return { rejection: rejectionOf(error) ?? (controller.signal.aborted ? unheard : mistake(error)) }
    } finally {
      runs.delete(run)
    }
  },
  abort: (run) => runs.get(run)?.abort(),
}
const wire = createWire<GateCalls>(parentPort, ours)

async function pass(run: RunId, packed: PackedDocument, signal: AbortSignal): Promise<FrontAnswer> {
  const pipeline = await loading
  const document = unpack(packed)
  const rejection = problemOf(document)
  if (rejection !== undefined) return { rejection }
  const send: NonNullable<Capabilities['send']> = (queue, sent) =>
    wire.call('send', { run, queue, document: pack(sent) })
  return { document: pack(await pipeline.run(document, { signal, capabilities: { send } })) }
}

/** To its end: a pipeline that only passes a document on does not look into it, and the consumer is to be told here. */
function problemOf(document: Document): Rejection | undefined {
  try {
    checkWellFormed(document)
    return undefined
  } catch (error) {
    if (error instanceof XmlError) return malformed(error)
    throw error
  }
}

/** What was read before is what it was then; the rest is read when a step asks for it. */
function read(href: string): string | undefined {
  const known = Object.hasOwn(given, href) ? given[href] : folder.read(href)
  if (known !== undefined) resources[href] = known
  return known
}

function factsOf({ name, role }: Pipeline): FrontFacts {
  return { title: role?.title ?? name, ...(role !== undefined && { accepts: role.accepts }) }
}

/** The consumer is gone. */
const unheard: Rejection = { code: 'unavailable', message: 'The request was broken off.' }

/** For whoever runs the gateway, not for a stranger. */
function mistake(error: unknown): Rejection {
  console.error(error)
  return { code: 'unavailable', message: 'The front end failed over your document; its operator is told.' }
}

function track(group: number): Disposable {
  wire.notify('programStarted', group)
  return { [Symbol.dispose]: () => wire.notify('programEnded', group) }
}
