import { closeSync, openSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { GatewayError } from '../errors.ts'
import { sqliteOperations } from './sqlite-operations.ts'
import type { Failure, FromWorker, Reply, Request, ToWorker, WorkerData } from './sqlite-protocol.ts'
import { pragma, prepare } from './sqlite-schema.ts'
import type { Operations } from './store.ts'
import { isRead } from './topics.ts'

/** SQLite's own codes (https://sqlite.org/rescode.html), without the details in their upper bytes. */
const BUSY = 5
const CORRUPT = 11
const NOT_A_DATABASE = 26

// The whole of the file's work happens in this thread, so that a flush to disk (milliseconds) never holds up HTTP.
if (parentPort !== null) serve(parentPort, workerData as WorkerData)

function serve(port: MessagePort, { file, options, busyTimeout, maxBatch, poll }: WorkerData): void {
  const say = (message: FromWorker): void => port.postMessage(message)
  try {
    makePrivate(file)
    const database = new DatabaseSync(file, { timeout: busyTimeout })
    prepare(database, busyTimeout)
    const operations = sqliteOperations(database, options)
    const watch = watcher(database, poll, () => say({ type: 'changed' }))
    port.on('message', (first: ToWorker) => {
      const { requests, closing } = drain(port, first, maxBatch, watch)
      for (let at = 0; at < requests.length; at += maxBatch)
        say({ type: 'replies', replies: perform(database, operations, requests.slice(at, at + maxBatch)) })
      if (!closing) return
      watch(false)
      database.close()
      port.close()
    })
    say({ type: 'ready' })
  } catch (error) {
    say({ type: 'failed', error: failureOf(error) })
    port.close()
  }
}

/** A new file is for its owner alone, and so are those that SQLite makes beside it. */
function makePrivate(file: string): void {
  if (file !== ':memory:') closeSync(openSync(file, 'a', 0o600))
}

/** What arrived while the last commit was flushed shares the next one: the busier, the fewer flushes for each. */
function drain(port: MessagePort, first: ToWorker, maxBatch: number, watch: (on: boolean) => void) {
  const requests: Request[] = []
  let closing = false
  let message: ToWorker | undefined = first
  while (message !== undefined) {
    if (message.type === 'watch') watch(message.on)
    else if (message.type === 'close') closing = true
    else requests.push(...message.requests)
    message = requests.length < maxBatch ? (receiveMessageOnPort(port)?.message as ToWorker | undefined) : undefined
  }
  return { requests, closing }
}

function perform(database: DatabaseSync, operations: Operations, requests: readonly Request[]): Reply[] {
  const reads = requests.filter(({ call }) => isRead(call))
  const writes = requests.filter(({ call }) => !isRead(call))
  return [...reads.flatMap((read) => attempt([read])), ...commit(writes)]

  /** All in one transaction; if one of them fails, each in its own, so that it fails alone. */
  function commit(requests: readonly Request[]): Reply[] {
    if (requests.length === 0) return []
    return attempt(requests, () => {
      database.exec('BEGIN IMMEDIATE')
      const replies = requests.map(answer)
      database.exec('COMMIT')
      return replies
    })
  }

  function attempt(requests: readonly Request[], act = () => requests.map(answer)): Reply[] {
    try {
      return act()
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK')
      const failure = failureOf(error)
      const alone = requests.length === 1 || failure.code === 'ERR_QUEUE_BUSY'
      return alone ? requests.map(({ id }) => ({ id, error: failure })) : requests.flatMap((one) => commit([one]))
    }
  }

  function answer({ id, call: [name, ...args] }: Request): Reply {
    const operation = operations[name] as (...args: readonly unknown[]) => unknown
    return { id, result: operation(...args) }
  }
}

/**
 * SQLite notifies nobody of another process's commit, but its data version shows it, without touching the disk. Asked
 * often after a change, ever less often in quiet times, and not at all when nobody waits.
 */
function watcher(database: DatabaseSync, { shortest, longest }: WorkerData['poll'], changed: () => void) {
  let timer: NodeJS.Timeout | undefined
  let version = pragma(database, 'data_version')
  return (on: boolean): void => {
    clearTimeout(timer)
    if (on) look(shortest)
  }

  function look(pause: number): void {
    timer = setTimeout(() => {
      const present = pragma(database, 'data_version')
      const next = present === version ? Math.min(pause * 2, longest) : shortest
      if (present !== version) changed()
      version = present
      look(next)
    }, pause)
  }
}

function failureOf(error: unknown): Failure {
  if (error instanceof GatewayError) return { code: error.code, message: error.message }
  const { message, errcode } = error as { readonly message?: unknown; readonly errcode?: unknown }
  const code = typeof errcode === 'number' ? errcode & 0xff : undefined
  if (code === BUSY) return { code: 'ERR_QUEUE_BUSY', message: String(message) }
  if (code === CORRUPT || code === NOT_A_DATABASE)
    return { code: 'ERR_QUEUE_FORMAT', message: `${String(message)}; move it away to begin with an empty one` }
  return { code: 'ERR_QUEUE_FAILED', message: String(message) }
}
