import type { Stream } from '@libp2p/interface'
import type { PeerIri } from '@xeerkat/agent-vm'
import { expect, test } from 'vitest'
import type { MeshEvent } from './events.ts'
import { defaultLimits } from './limits.ts'
import { createLiveness } from './liveness.ts'
import type { Link } from './outbound.ts'

const limits = { ...defaultLimits, silence: 20 }

/** A connection that answers questions in the given way. */
function watched(answer: (signal: AbortSignal | undefined) => Promise<Stream>) {
  const events: MeshEvent[] = []
  const cut = Promise.withResolvers<void>()
  let asked = 0
  const link: Link = {
    status: 'open',
    abort: () => cut.resolve(),
    newStream(_, options) {
      asked++
      return answer(options?.signal)
    },
  }
  const observe = (event: MeshEvent) => events.push(event)
  const liveness = createLiveness({ peer: 'urn:libp2p:x' as PeerIri, link: () => link, observe }, limits)
  return { liveness, events, cut: cut.promise, asked: () => asked }
}

function never(signal: AbortSignal | undefined): Promise<Stream> {
  // A timer that keeps the process awake, as a socket would.
  const timer = setInterval(() => undefined, 1000)
  return new Promise((_, reject) =>
    signal?.addEventListener('abort', () => {
      clearInterval(timer)
      reject(new Error('aborted'))
    }),
  )
}

test('a connection that takes data and does not answer when asked is cut', async () => {
  const { liveness, events, cut } = watched(never)
  liveness.sent()
  liveness.tick(0)
  liveness.tick(30)
  await cut
  expect(events.map(({ type }) => type)).toEqual(['dead-connection'])
})

test('a peer that says nothing of itself and answers when asked keeps its connection', async () => {
  const { liveness, events, asked } = watched(() => Promise.reject(new Error('no such protocol')))
  liveness.sent()
  liveness.tick(0)
  liveness.tick(30)
  await new Promise((resolve) => setImmediate(resolve))
  expect([asked(), events.length]).toEqual([1, 0])
})

test('nobody is asked who was heard, or to whom nothing was said', () => {
  const { liveness, asked } = watched(never)
  liveness.tick(0)
  liveness.tick(100)
  liveness.sent()
  liveness.tick(200)
  liveness.heard()
  liveness.tick(300)
  expect(asked()).toBe(0)
})
