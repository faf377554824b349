import { Worker } from 'node:worker_threads'
import { GatewayError } from '../errors.ts'
import { createBell } from './bell.ts'
import type { Failure, FromWorker, Request, ToWorker, WorkerData } from './sqlite-protocol.ts'
import type { Operations, Store, StoreOptions } from './store.ts'
import { type Call, topicsOf } from './topics.ts'

export interface SqliteOptions extends StoreOptions {
  /** How long to wait for another process's transaction, milliseconds. Default 5000. */
  readonly busyTimeout?: number
  /** Operations in one commit at most. Default 512; 1 makes every operation a commit of its own. */
  readonly maxBatch?: number
  /** Bounds of the pause between two looks for what other processes did, milliseconds. Default 2 to 50. */
  readonly poll?: { readonly shortest: number; readonly longest: number }
}

/** Node runs the source as it is, and the built file beside the built one. */
const WORKER = new URL(import.meta.url.endsWith('.ts') ? './sqlite-worker.ts' : './sqlite-worker.js', import.meta.url)

interface Waiting {
  readonly call: Call
  readonly resolve: (result: never) => void
  readonly reject: (error: GatewayError) => void
}

/**
 * Opens or makes a queue in a file. Several gateways may share the file on one machine; a network file system is no
 * place for it. All operations of a turn travel to the file's thread together, and are committed together.
 * @throws GatewayError `ERR_QUEUE_UNSAFE` when the file cannot be made durable, `ERR_QUEUE_FORMAT` when it is no queue,
 * `ERR_QUEUE_FAILED` when it cannot be opened.
 */
export async function openSqliteStore(file: string, options: SqliteOptions = {}): Promise<Store> {
  const { busyTimeout = 5000, maxBatch = 512, poll = { shortest: 2, longest: 50 }, ...storeOptions } = options
  const bell = createBell()
  const waiting = new Map<number, Waiting>()
  let outgoing: Request[] = []
  let lastId = 0
  let closed: GatewayError | undefined

  const worker = new Worker(WORKER, {
    workerData: { file, options: storeOptions, busyTimeout, maxBatch, poll } satisfies WorkerData,
    execArgv: ['--disable-warning=ExperimentalWarning'],
  })
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- A thread is no window.
  const send = (message: ToWorker): void => worker.postMessage(message)

  await new Promise<void>((resolve, reject) => {
    worker.once('message', (message: FromWorker) =>
      message.type === 'failed' ? reject(errorFrom(message.error, file)) : resolve(),
    )
    worker.once('error', (error) => reject(lostThread(file, error)))
  })
  worker.on('error', (error) => fail(lostThread(file, error)))
  worker.on('exit', () => fail(closed ?? lostThread(file)))
  worker.on('message', (message: FromWorker) => {
    if (message.type === 'changed') bell.ring()
    if (message.type !== 'replies') return
    for (const reply of message.replies) {
      const asked = waiting.get(reply.id)
      waiting.delete(reply.id)
      if (asked === undefined) continue
      if ('error' in reply) asked.reject(errorFrom(reply.error, file))
      else {
        asked.resolve(reply.result as never)
        for (const topic of topicsOf(asked.call)) bell.ring(topic)
      }
    }
  })

  function fail(error: GatewayError): void {
    closed ??= error
    for (const { reject } of waiting.values()) reject(closed)
    waiting.clear()
    bell.ring()
  }

  function call<Name extends keyof Operations>(name: Name) {
    return (...args: Parameters<Operations[Name]>): Promise<ReturnType<Operations[Name]>> =>
      new Promise((resolve, reject) => {
        if (closed !== undefined) return reject(closed)
        const call = [name, ...args] as unknown as Call
        const id = ++lastId
        waiting.set(id, { call, resolve, reject })
        if (outgoing.push({ id, call: compact(call) }) === 1) queueMicrotask(flush)
      })
  }

  function flush(): void {
    const requests = outgoing
    outgoing = []
    if (closed === undefined) send({ type: 'requests', requests })
  }

  return {
    put: call('put'),
    claim: call('claim'),
    reclaim: call('reclaim'),
    renew: call('renew'),
    record: call('record'),
    progress: call('progress'),
    stage: call('stage'),
    finish: call('finish'),
    release: call('release'),
    withdraw: call('withdraw'),
    find: call('find'),
    read: call('read'),
    sweep: call('sweep'),
    depth: call('depth'),
    busy: call('busy'),
    async changed(topic, signal) {
      if (closed !== undefined) throw closed
      const sleeping = bell.wait(topic, signal)
      if (bell.waiting() === 1) send({ type: 'watch', on: true })
      await sleeping
      if (bell.waiting() === 0 && closed === undefined) send({ type: 'watch', on: false })
    },
    async [Symbol.asyncDispose]() {
      if (closed !== undefined) return exited
      flush()
      closed = new GatewayError('ERR_GATEWAY_CLOSED', `The queue ${file} is closed.`)
      send({ type: 'close' })
      bell.ring()
      await exited
    },
  }
}

/** A message between threads copies the whole buffer behind a view: send only what is meant. */
function compact(call: Call): Call {
  if (call[0] === 'put') return ['put', { ...call[1], document: own(call[1].document) }]
  if (call[0] === 'stage') return ['stage', call[1], { ...call[2], bytes: own(call[2].bytes) }]
  if (call[0] !== 'finish') return call
  const [name, hold, result] = call
  return [name, hold, { ...result, chunks: result.chunks.map((chunk) => ({ ...chunk, bytes: own(chunk.bytes) })) }]
}

function own(bytes: Uint8Array): Uint8Array {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice()
}

function errorFrom({ code, message }: Failure, file: string): GatewayError {
  return new GatewayError(code, `The queue ${file}: ${message}`)
}

function lostThread(file: string, cause?: unknown): GatewayError {
  return new GatewayError('ERR_QUEUE_FAILED', `The thread of the queue ${file} ended unexpectedly.`, { cause })
}
