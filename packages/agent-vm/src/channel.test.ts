import { expect, it } from 'vitest'
import { createChannel } from './channel.ts'
import { collect } from './testing/collect.ts'

it('gives values in the order in which they came, and ends when closed', async () => {
  const channel = createChannel<number>()
  channel.push(1)
  const read = collect(channel)
  channel.push(2)
  await Promise.resolve()
  channel.push(3)
  channel.close()
  channel.push(4)
  expect(await read).toEqual([1, 2, 3])
})

it('drops the oldest unread value beyond its bound', async () => {
  const channel = createChannel<number>({ bound: 2 })
  for (const value of [1, 2, 3, 4]) channel.push(value)
  channel.close()
  expect(await collect(channel)).toEqual([3, 4])
})

it('hands out what nobody has read', async () => {
  const channel = createChannel<number>()
  for (const value of [1, 2, 3]) channel.push(value)
  for await (const value of channel) if (value === 1) break
  expect(channel.drain()).toEqual([2, 3])
  expect(channel.drain()).toEqual([])
})
