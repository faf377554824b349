import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import type { Readable, Writable } from 'node:stream'
import { setTimeout } from 'node:timers/promises'

export interface Fed {
  readonly seconds: number
  /** Bytes in it once it had started and had nothing to do, and at most thereafter; NaN where it cannot be known. */
  readonly idle: number
  readonly peak: number
  /** Bytes that came out. */
  readonly out: number
}

/** How often the memory of a process is looked at, milliseconds. */
const LOOK_EVERY = 25
/** Looks in which nothing may have changed until a process counts as idle. */
const STILL = 40

/** Starts a process, waits until it is idle, and pours pieces into it until it ends. Linux says how much memory it takes. */
export async function feed(args: readonly string[], pieces: Iterable<Uint8Array>): Promise<Fed> {
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = once(child, 'close')
  let out = 0
  child.stdout.on('data', (piece: Buffer) => (out += piece.length))
  const idle = await settled(child)
  let peak = idle
  const watch = setInterval(() => {
    void memoryOf(child).then((held) => (peak = held > peak ? held : peak))
  }, LOOK_EVERY)
  const started = performance.now()
  for (const piece of pieces) if (!child.stdin.write(piece)) await once(child.stdin, 'drain')
  child.stdin.end()
  const [code] = (await ended) as [number | null]
  clearInterval(watch)
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}`)
  return { seconds: (performance.now() - started) / 1000, idle, peak, out }
}

type Child = ChildProcessByStdio<Writable, Readable, null>

async function settled(child: Child): Promise<number> {
  let last = await memoryOf(child)
  for (let still = 0; still < STILL;) {
    await setTimeout(LOOK_EVERY)
    const held = await memoryOf(child)
    still = held === last ? still + 1 : 0
    last = held
  }
  return last
}

async function memoryOf({ pid }: Child): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? NaN) * 1024
}
