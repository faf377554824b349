import { expect, test } from 'vitest'
import { createQueue } from './queue.ts'

test('what was pushed is read in order, before and after the reader waits', async () => {
  const queue = createQueue<number>()
  queue.push(1)
  queue.push(2)
  const read = [(await queue.next()).value, (await queue.next()).value]
  const waiting = [queue.next(), queue.next()]
  queue.push(3)
  queue.push(4)
  for (const next of waiting) read.push((await next).value)
  expect(read).toEqual([1, 2, 3, 4])
})

test('closing ends the reading, also of one who waits', async () => {
  const queue = createQueue<number>()
  const waiting = queue.next()
  queue.close()
  queue.push(1)
  expect(await waiting).toEqual({ done: true, value: undefined })
  expect(await queue.next()).toEqual({ done: true, value: undefined })
})

test('its owner hears of each item that is taken, whichever way', async () => {
  const taken: number[] = []
  const queue = createQueue<number>((item) => taken.push(item))
  const waiting = queue.next()
  queue.push(1)
  await waiting
  queue.push(2)
  expect([...taken, queue.size]).toEqual([1, 1])
  await queue.next()
  expect(taken).toEqual([1, 2])
})

test('a reader that never catches up loses nothing', async () => {
  const queue = createQueue<number>()
  let pushed = 0
  for (let read = 0; read < 10_000; read++) {
    queue.push(pushed++)
    if (read % 2 === 0) queue.push(pushed++)
    expect((await queue.next()).value).toBe(read)
  }
  expect(queue.size).toBe(pushed - 10_000)
})

test('leaving the loop closes it', async () => {
  const queue = createQueue<number>()
  queue.push(1)
  for await (const item of queue) {
    expect(item).toBe(1)
    break
  }
  expect((await queue.next()).done).toBe(true)
})
