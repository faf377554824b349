import { resolve } from 'node:path'
import type { FrontPipeline } from '@xeerkat/gateway'
import { createClosers } from '../closers.ts'
import { HostError } from '../errors.ts'
import { readPipelineFile } from '../pipelines/load-file.ts'
import type { PipelinePermits } from '../pipelines/permits.ts'
import { createFrontPool, type PoolOptions } from './pool.ts'
import { type FrontThread, startFrontThread } from './thread.ts'

/** A front end: the pipeline in a file, served at `POST /{name}`. */
export interface FrontFile {
  readonly name: string
  readonly file: string
}

export interface FrontsOptions extends PoolOptions {
  /** Mebibytes of heap for each thread of a front, and for its programs. Default 1024. */
  readonly memory?: number
  /** Milliseconds for each step's own work on one document. Default 10 000. */
  readonly stepWithin?: number
  /** Bytes that pass from one step to the next, and of an answer. Default 64 MiB. */
  readonly maxBytes?: number
}

export interface FrontsParts {
  /** Where relative file names are looked for. */
  readonly folder: string
  readonly permits: PipelinePermits
  /** Told what whoever runs the front should know: what is printed in its threads, and that one was lost. */
  readonly onTrouble: (name: string, line: string) => void
}

export interface Fronts extends AsyncDisposable {
  readonly list: readonly FrontPipeline[]
}

/**
 * Loads the pipelines of fronts, each into threads of its own.
 * @throws HostError `ERR_FRONT_INVALID` for a file that is missing or no pipeline, with line and column.
 */
export async function openFronts(
  files: readonly FrontFile[],
  parts: FrontsParts,
  options: FrontsOptions = {},
): Promise<Fronts> {
  await using opening = createClosers()
  const list: FrontPipeline[] = []
  for (const front of files) list.push(opening.use(await openFront(front, parts, options)))
  const close = opening.move()
  return { list, [Symbol.asyncDispose]: close }
}

async function openFront(
  { name, file: relative }: FrontFile,
  { folder, permits, onTrouble }: FrontsParts,
  options: FrontsOptions,
): Promise<FrontPipeline & AsyncDisposable> {
  const { memory = 1024, stepWithin = 10_000, maxBytes = 64 * 2 ** 20 } = options
  const file = resolve(folder, relative)
  const log = (line: string): void => onTrouble(name, line)
  const text = await readFront(file, name)
  const data = { file, text, permits, limits: { time: stepWithin, bytes: maxBytes }, memory }
  const first = startFrontThread({ ...data, resources: {} }, log)
  try {
    const { facts, resources } = await first.ready
    const start = (): FrontThread => startFrontThread({ ...data, resources }, log)
    return { ...createFrontPool({ start, first, log }, options), ...facts, name }
  } catch (cause) {
    await first.stop()
    if (isInvalid(cause)) throw new HostError('ERR_FRONT_INVALID', cause.message)
    throw new HostError('ERR_FRONT_INVALID', `The front "${name}" (${file}) does not load.`, { cause })
  }
}

async function readFront(file: string, name: string): Promise<string> {
  try {
    return await readPipelineFile(file)
  } catch (cause) {
    throw new HostError('ERR_FRONT_INVALID', `The front "${name}" cannot be read.`, { cause })
  }
}

/** Says by itself what is wrong with which file. */
function isInvalid(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && error.code === 'ERR_FRONT_INVALID'
}
