import { once } from 'node:events'
import { addAbortSignal, type Writable } from 'node:stream'
import { setFlagsFromString } from 'node:v8'
import { defaultPipelineLimits, errorContext, fromPieces, PipelineError } from '@xeerkat/pipeline'
import { EXIT_DONE, EXIT_FAILED, type Io } from '../cli/command.ts'
import type { Values } from '../cli/flags.ts'
import { findGateway } from '../client/gateway-client.ts'
import { HostError, sentence } from '../errors.ts'
import { faultLines } from '../pipelines/fault-lines.ts'
import { loadFile } from '../pipelines/load-file.ts'
import { capabilitiesOf } from '../pipelines/permits.ts'
import { inboxOf, noQueue } from '../pipelines/queue.ts'
import { wellFormed } from '../pipelines/well-formed.ts'
import { type permitFlags, readPermits } from './permit-flags.ts'

interface RunValues extends Values<typeof permitFlags> {
  readonly param: readonly string[]
  readonly 'max-bytes': number
  readonly time: number
  readonly memory: number
  readonly gateway: string | undefined
  readonly key: string | undefined
  readonly json: boolean
}

/**
 * Runs stdin through a pipeline to stdout, as it comes. What goes wrong is a line on stderr and, where nothing has been
 * written yet, the document that an employer would have got for it.
 */
export async function runPipeline([file = '']: readonly string[], values: RunValues, io: Io): Promise<number> {
  // All that a stream makes is short-lived: a young generation that stays as small as it began holds it.
  setFlagsFromString('--semi-space-growth-factor=1')
  const parameters = readParameters(values.param)
  const send = values.gateway === undefined ? noQueue : inboxOf(await findGateway(values.gateway), values.key)
  const capabilities = { ...capabilitiesOf(file, readPermits(values), { memory: values.memory }), send }
  const limits = { ...defaultPipelineLimits, bytes: values['max-bytes'], time: values.time * 1000 }
  using pipeline = await loadFile(file, { capabilities, limits })
  const print = values.json ? collected(io) : streamed(io.stdout)
  try {
    const input = fromPieces(addAbortSignal(io.signal, io.stdin), limits)
    const output = await pipeline.stream(input, { signal: io.signal, parameters })
    // What no step has looked into may be anything yet.
    const pieces = output === input ? wellFormed(output.bytes(), limits) : output.bytes()
    for await (const piece of pieces) await print.write(piece)
    print.end()
    return EXIT_DONE
  } catch (error) {
    if (io.signal.aborted) throw error
    if (isUsage(error)) throw new HostError('ERR_USAGE', error.message)
    // What is not a step's is the input's.
    for (const line of error instanceof PipelineError ? faultLines(error, file) : [`stdin: ${sentence(error)}`])
      io.log(line)
    if (print.untouched()) await tell(error, print)
    return EXIT_FAILED
  }
}

async function tell(error: unknown, print: Printer): Promise<void> {
  await print.write(errorContext(error).bytes)
  print.end()
}

/** Where the document goes. */
interface Printer {
  readonly write: (piece: Uint8Array) => Promise<void>
  readonly end: () => void
  readonly untouched: () => boolean
}

/** As it comes, and not faster than it is read; byte for byte, but that a prompt begins on a line of its own. */
function streamed(stdout: Writable & { readonly isTTY?: boolean }): Printer {
  let untouched = true
  return {
    async write(piece) {
      if (piece.length === 0) return
      untouched = false
      if (!stdout.write(piece)) await once(stdout, 'drain')
    },
    end: () => void (stdout.isTTY && stdout.write('\n')),
    untouched: () => untouched,
  }
}

/** All at once, as JSON. */
function collected({ out }: Io): Printer {
  const pieces: Uint8Array[] = []
  return {
    write: (piece) => Promise.resolve(void pieces.push(piece)),
    end: () => out(JSON.stringify({ document: Buffer.concat(pieces).toString() })),
    untouched() {
      // Nothing of it has left yet: what follows is told instead.
      pieces.length = 0
      return true
    },
  }
}

function readParameters(texts: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    texts.map((text) => {
      const at = text.indexOf('=')
      if (at < 1) throw new HostError('ERR_USAGE', `--param takes NAME=VALUE, not "${text}".`)
      return [text.slice(0, at), text.slice(at + 1)]
    }),
  )
}

function isUsage(error: unknown): error is PipelineError {
  return error instanceof PipelineError && error.code === 'ERR_PIPELINE_PARAMETER'
}
