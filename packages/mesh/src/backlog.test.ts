import type { MessageId } from '@xeerkat/agent-vm'
import { fromBytes } from '@xeerkat/xml'
import { expect, test } from 'vitest'
import { createBacklog } from './backlog.ts'
import { defaultLimits, type Limits } from './limits.ts'

function messageId(number: number): MessageId {
  return number.toString(16).padStart(32, '0') as MessageId
}

function message(number: number, size = 0) {
  return { id: messageId(number), ...(size > 0 && { document: fromBytes(new Uint8Array(size)) }) }
}

function backlogWith(limits: Partial<Limits>) {
  return createBacklog({ ...defaultLimits, ...limits })
}

/** Whether a promise has settled by the time what was due is done. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  const pending = Symbol('pending')
  await new Promise((resolve) => setImmediate(resolve))
  return (await Promise.race([promise, Promise.resolve(pending)])) !== pending
}

test('while there is room, adding costs no promise of its own', () => {
  const backlog = backlogWith({})
  expect(backlog.add(message(1))).toBe(backlog.add(message(2)))
})

test('over the bound a sender waits until there is room, in order', async () => {
  const backlog = backlogWith({ queueMessages: 2 })
  const [first, second, third, fourth] = [1, 2, 3, 4].map((number) => backlog.add(message(number)))
  expect(await Promise.all([first, second].map((one) => isSettled(one as Promise<void>)))).toEqual([true, true])
  expect(await isSettled(third as Promise<void>)).toBe(false)
  const entry = backlog.next()
  if (entry !== undefined) backlog.done(entry)
  backlog.admit()
  expect(await isSettled(third as Promise<void>)).toBe(true)
  expect(await isSettled(fourth as Promise<void>)).toBe(false)
  expect([backlog.next(), backlog.next(), backlog.next()].map((next) => next?.message.id)).toEqual(
    [2, 3, 4].map(messageId),
  )
})

test('bytes fill it as messages do', async () => {
  const backlog = backlogWith({ queueBytes: 100 })
  expect(await isSettled(backlog.add(message(1, 200)))).toBe(true)
  expect(await isSettled(backlog.add(message(2)))).toBe(false)
})

test('a large document that waits does not hold up small ones behind it', async () => {
  const backlog = backlogWith({ documentStreams: 1, inlineBytes: 100 })
  await backlog.add(message(1, 200))
  const waiting = backlog.add(message(2, 200))
  expect(await isSettled(backlog.add(message(3)))).toBe(false)
  backlog.admit()
  expect(await isSettled(waiting)).toBe(false)
  expect(await isSettled(backlog.add(message(4)))).toBe(false)
  const sizes = [backlog.next(), backlog.next(), backlog.next(), backlog.next()].map((entry) => entry?.large)
  expect(sizes).toEqual([true, true, false, false])
})

test('a sender that gives up while it waits sends nothing, and its reason comes back', async () => {
  const backlog = backlogWith({ queueMessages: 1 })
  const controller = new AbortController()
  await backlog.add(message(1))
  const waiting = backlog.add(message(2), { signal: controller.signal })
  controller.abort('enough')
  await expect(waiting).rejects.toBe('enough')
  void backlog.add(message(3)).catch(() => undefined)
  expect([backlog.next(), backlog.next(), backlog.next()].map((next) => next?.message.id)).toEqual([
    messageId(1),
    messageId(3),
    undefined,
  ])
})

test('what has waited too long is dropped, its sender let go, and the rest stays', async () => {
  const backlog = backlogWith({ queueMessages: 1 })
  backlog.tick(1000)
  await backlog.add(message(1))
  const waiting = backlog.add(message(2))
  backlog.tick(2000)
  void backlog.add(message(3))
  backlog.tick(2500)
  expect(backlog.expire(1000)).toBe(2)
  await waiting
  expect(backlog.size()).toBe(1)
})

test('callers that never wait are stopped', async () => {
  const backlog = backlogWith({ queueMessages: 1, queueHard: 3 })
  for (let number = 0; number < 3; number++) void backlog.add(message(number))
  await expect(backlog.add(message(3))).rejects.toMatchObject({ code: 'ERR_PIPE_FULL' })
})

test('a document over the limit is refused to its sender', async () => {
  const backlog = backlogWith({ inlineBytes: 50, documentBytes: 100 })
  await backlog.add(message(1, 100))
  await expect(backlog.add(message(2, 101))).rejects.toMatchObject({ code: 'ERR_DOCUMENT_TOO_LARGE' })
})

test('entries put back come first, in their order', async () => {
  const backlog = backlogWith({})
  for (let number = 1; number <= 3; number++) await backlog.add(message(number))
  const taken = [backlog.next(), backlog.next()].filter((entry) => entry !== undefined)
  backlog.putBack(taken)
  expect([backlog.next(), backlog.next(), backlog.next()].map((next) => next?.message.id)).toEqual(
    [1, 2, 3].map(messageId),
  )
})
