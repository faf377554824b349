import { type PackedError, packError, unpackError } from './packed.ts'

/** What one side of a port may ask of the other: each call takes one value and gives one, both structured-cloneable. */
// oxlint-disable-next-line typescript/no-explicit-any -- a constraint: every call keeps its own types
export type Calls = Readonly<Record<string, (request: any) => unknown>>

/** All that travels through a port. A call without an id wants no answer. */
type Frame =
  | { readonly type: 'call'; readonly id?: number; readonly name: string; readonly request: unknown }
  | { readonly type: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly type: 'error'; readonly id: number; readonly error: PackedError }

export interface Wire<Theirs extends Calls> {
  readonly call: <Name extends keyof Theirs & string>(
    name: Name,
    request: Parameters<Theirs[Name]>[0],
  ) => Promise<Awaited<ReturnType<Theirs[Name]>>>
  readonly notify: <Name extends keyof Theirs & string>(name: Name, request: Parameters<Theirs[Name]>[0]) => void
  /** Rejects every call that waits for an answer, and those to come. */
  readonly cut: (error: Error) => void
}

/** What a worker seen from outside and its own port have in common. */
interface Port {
  readonly postMessage: (value: unknown, transfer: readonly ArrayBuffer[]) => void
  readonly on: (event: 'message', listener: (frame: Frame) => void) => unknown
}

interface Waiting {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
}

/** Calls in both directions over a message port, answered in any order. */
export function createWire<Theirs extends Calls>(port: Port, ours: Calls): Wire<Theirs> {
  const waiting = new Map<number, Waiting>()
  let calls = 0
  let broken: Error | undefined

  port.on('message', (frame) => {
    if (frame.type === 'call') void answer(frame)
    else settle(frame)
  })

  function settle(frame: Exclude<Frame, { type: 'call' }>): void {
    const caller = waiting.get(frame.id)
    waiting.delete(frame.id)
    if (frame.type === 'answer') caller?.resolve(frame.value)
    else caller?.reject(unpackError(frame.error))
  }

  async function answer({ id, name, request }: Extract<Frame, { type: 'call' }>): Promise<void> {
    try {
      const value = await ours[name]?.(request)
      if (id !== undefined) post({ type: 'answer', id, value })
    } catch (error) {
      if (id !== undefined) post({ type: 'error', id, error: packError(error) })
    }
  }

  function post(frame: Frame): void {
    port.postMessage(frame, buffersIn(frame))
  }

  return {
    call(name, request) {
      return new Promise((resolve, reject) => {
        if (broken !== undefined) return reject(broken)
        const id = calls++
        // The answer's type is the one declared for the call of this name.
        waiting.set(id, { resolve: resolve as (value: unknown) => void, reject })
        post({ type: 'call', id, name, request })
      })
    },
    notify: (name, request) => post({ type: 'call', name, request }),
    cut(error) {
      broken = error
      for (const { reject } of waiting.values()) reject(error)
      waiting.clear()
    },
  }
}

/** The buffers of the byte arrays in a value: packed documents own theirs, so they are handed over instead of copied. */
function buffersIn(value: unknown): ArrayBuffer[] {
  if (value instanceof Uint8Array) return value.buffer instanceof ArrayBuffer ? [value.buffer] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(buffersIn)
}
