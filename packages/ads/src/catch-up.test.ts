import type { PeerId } from '@libp2p/interface'
import { expect, test } from 'vitest'
import { createCatchUp, type CatchUpDependencies } from './catch-up.ts'
import { createWallClock } from './fixtures/ads.ts'

const peer = {} as PeerId

function create(sync: () => Promise<void>, change: Partial<CatchUpDependencies> = {}) {
  const clock = createWallClock()
  const began = clock.now()
  const tried: number[] = []
  const attempt = () => {
    tried.push(clock.now() - began)
    return sync()
  }
  const signal = new AbortController().signal
  const catchUp = createCatchUp({
    clock,
    exchange: { sync: attempt },
    connected: () => true,
    trouble: () => {},
    signal,
    ...change,
  })
  return { catchUp, clock, tried }
}

test('what works is done once', async () => {
  const { catchUp, tried } = create(() => Promise.resolve())
  await catchUp(peer)
  expect(tried).toEqual([0])
})

test('what fails is tried again, less and less soon, and not for ever', async () => {
  const { catchUp, clock, tried } = create(() => Promise.reject(new Error('reset')))
  const done = catchUp(peer)
  await clock.advance(60_000)
  await done
  expect(tried).toEqual([0, 250, 750, 1750, 3750])
})

test('a peer that has gone is not tried again', async () => {
  const { catchUp, clock, tried } = create(() => Promise.reject(new Error('reset')), { connected: () => false })
  const done = catchUp(peer)
  await clock.advance(60_000)
  await done
  expect(tried).toEqual([0])
})

test('a peer that does not speak the protocol is not tried again', async () => {
  const unsupported = Object.assign(new Error('no'), { name: 'UnsupportedProtocolError' })
  const { catchUp, tried } = create(() => Promise.reject(unsupported))
  await catchUp(peer)
  expect(tried).toEqual([0])
})
