import { expect, test } from 'vitest'
import { createLimiter } from './limiter.ts'

const endless = new AbortController().signal

test('no more run at once than may, and all in the order they came', async () => {
  const limiter = createLimiter({ signal: endless }, { concurrency: 2, queue: 10 })
  const order: number[] = []
  let running = 0
  let most = 0
  await Promise.all(
    [1, 2, 3, 4, 5].map((i) =>
      limiter.run(async () => {
        most = Math.max(most, ++running)
        order.push(i)
        await Promise.resolve()
        running--
      }),
    ),
  )
  expect([order, most]).toEqual([[1, 2, 3, 4, 5], 2])
})

test('a task that fails gives its place free', async () => {
  const limiter = createLimiter({ signal: endless }, { concurrency: 1, queue: 10 })
  await expect(limiter.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await limiter.run(() => Promise.resolve('yes'))).toBe('yes')
})

test('what does not fit the queue is not run', async () => {
  const limiter = createLimiter({ signal: endless }, { concurrency: 1, queue: 1 })
  const gate = Promise.withResolvers<string>()
  const results = [1, 2, 3].map(() => limiter.run(() => gate.promise))
  gate.resolve('ran')
  expect(await Promise.all(results)).toEqual(['ran', 'ran', undefined])
})

test('who does not want to wait any more loses nobody a place', async () => {
  const limiter = createLimiter({ signal: endless }, { concurrency: 1, queue: 10 })
  const gate = Promise.withResolvers<string>()
  const impatient = new AbortController()
  const first = limiter.run(() => gate.promise)
  const second = limiter.run(() => Promise.resolve('second'), impatient.signal)
  const third = limiter.run(() => Promise.resolve('third'))
  impatient.abort()
  gate.resolve('first')
  expect(await Promise.all([first, second, third])).toEqual(['first', undefined, 'third'])
  expect(await limiter.run(() => Promise.resolve('fourth'))).toBe('fourth')
})

test('once aborted nothing waits and nothing begins', async () => {
  const closing = new AbortController()
  const limiter = createLimiter({ signal: closing.signal }, { concurrency: 1, queue: 10 })
  const gate = Promise.withResolvers<string>()
  const results = [1, 2].map(() => limiter.run(() => gate.promise))
  closing.abort()
  gate.resolve('ran')
  expect(await Promise.all(results)).toEqual(['ran', undefined])
  expect(await limiter.run(() => Promise.resolve('late'))).toBe(undefined)
})
