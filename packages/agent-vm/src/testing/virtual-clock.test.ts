import { expect, test } from 'vitest'
import { createVirtualClock } from './virtual-clock.ts'

test('timers run in the order of their time, then of their making', async () => {
  const clock = createVirtualClock()
  const ran: string[] = []
  clock.after(20, () => ran.push('late'))
  clock.after(10, () => ran.push('first'))
  clock.after(10, () => ran.push('second'))
  clock.after(30, () => ran.push('later'))
  await clock.advance(20)
  expect(ran).toEqual(['first', 'second', 'late'])
  expect(clock.now()).toBe(20)
})

test('what a timer sets in motion is done before the next timer runs', async () => {
  const clock = createVirtualClock()
  const ran: string[] = []
  clock.after(10, () => {
    void (async () => {
      for (let turn = 0; turn < 100; turn++) await Promise.resolve()
      ran.push('set in motion')
      clock.after(0, () => ran.push('a timer of its own'))
    })()
  })
  clock.after(10, () => ran.push('next'))
  clock.after(11, () => ran.push('last'))
  await clock.advance(11)
  expect(ran).toEqual(['set in motion', 'next', 'a timer of its own', 'last'])
})

test('a disposed timer is forgotten, and only that one', async () => {
  const clock = createVirtualClock()
  const ran: number[] = []
  const timers = [0, 1, 2].map((number) => clock.after(5, () => ran.push(number)))
  timers[1]![Symbol.dispose]()
  timers[1]![Symbol.dispose]()
  await clock.settle()
  expect(ran).toEqual([0, 2])
  timers[0]![Symbol.dispose]()
})

test('a promise is waited for in simulated time', async () => {
  const clock = createVirtualClock()
  const { promise, resolve } = Promise.withResolvers<string>()
  clock.after(1_000_000, () => resolve('at last'))
  clock.after(2_000_000, () => expect.unreachable())
  await expect(clock.run(promise)).resolves.toBe('at last')
  expect(clock.now()).toBe(1_000_000)
  await expect(clock.run(Promise.reject(new Error('no')))).rejects.toThrow('no')
})

test('waiting for what cannot come fails, and so does waiting too long', async () => {
  const clock = createVirtualClock()
  const never = new Promise<void>(() => {})
  await expect(clock.run(never)).rejects.toThrow('Nothing is left that could happen')
  const tick = () => void clock.after(100, tick)
  tick()
  await expect(clock.run(never, 1000)).rejects.toThrow('within 1000 simulated milliseconds')
})

test('settling tells whether the world came to rest', async () => {
  const clock = createVirtualClock()
  clock.after(50, () => void clock.after(50, () => {}))
  await expect(clock.settle()).resolves.toBe(true)
  expect(clock.now()).toBe(100)
  const tick = () => void clock.after(100, tick)
  tick()
  await expect(clock.settle(1000)).resolves.toBe(false)
})
