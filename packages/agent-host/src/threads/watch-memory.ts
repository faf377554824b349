import { Worker } from 'node:worker_threads'

/** Milliseconds between two looks: a thread allocates some hundred mebibytes a second at most. */
const EVERY = 200
/** Looks in a row with too much: before, it may be garbage that will be collected. */
const PATIENCE = 5
const MEBIBYTE = 2 ** 20

/** Node 22.16 and later can be asked. */
const canWatch = 'getHeapStatistics' in Worker.prototype

/**
 * V8's own limit, in mebibytes, for a thread that may hold so many. Where it can be watched it is never reached: now and
 * then (one time in eight, measured) V8 ends the whole process there instead of the thread.
 */
export function heapLimit(mebibytes: number): number {
  return canWatch ? mebibytes + room(mebibytes) : mebibytes
}

/** Calls back once when a thread holds more than it may, buffers outside of V8's heap included. */
export function watchMemory(worker: Worker, mebibytes: number, onExceeded: () => void): Disposable {
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  let times = 0
  if (canWatch) later()
  return {
    [Symbol.dispose]() {
      stopped = true
      clearTimeout(timer)
    },
  }

  function later(): void {
    timer = setTimeout(() => void look(), EVERY).unref()
  }

  async function look(): Promise<void> {
    // While it starts there is nothing to be asked.
    const { used_heap_size: heap, external_memory: outside } = await worker.getHeapStatistics().catch(() => nothing)
    if (stopped) return
    const held = (heap + outside) / MEBIBYTE
    times = held > mebibytes ? times + 1 : 0
    if (times === PATIENCE || held > mebibytes + room(mebibytes) / 2) onExceeded()
    else later()
  }
}

const nothing = { used_heap_size: 0, external_memory: 0 }

/** Mebibytes between what a thread may hold and the end: more than it can allocate before it is looked at again. */
function room(mebibytes: number): number {
  return Math.max(mebibytes, 512)
}
