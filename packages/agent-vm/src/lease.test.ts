import { expect, it } from 'vitest'
import { createLease, TICK, ticks, timing } from './lease.ts'
import { createVirtualClock } from './testing/index.ts'

it('ticks while there is something to watch over, and then rests', async () => {
  const clock = createVirtualClock()
  let left = 3
  const lease = createLease(clock, () => --left > 0)
  lease.watch()
  lease.watch()
  expect(await clock.settle()).toBe(true)
  expect([lease.now(), clock.now()]).toEqual([3, 3 * TICK])
  left = 1
  lease.watch()
  await clock.settle()
  expect(lease.now()).toBe(4)
})

it('finds a killed worker lost and its work given to another within five seconds', () => {
  const repeat = 2 * TICK
  expect(timing.workerGrace + timing.heartbeat + repeat).toBeLessThan(5_000)
})

it('expresses every time as whole ticks', () => {
  for (const milliseconds of [timing.heartbeat, timing.workerGrace, timing.employerGrace, timing.reminder])
    expect(ticks(milliseconds) * TICK).toBe(milliseconds)
})
