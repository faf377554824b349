import { expect, test } from 'vitest'
import { defaultLimits } from './limits.ts'
import { createRedial } from './redial.ts'

const limits = { ...defaultLimits, redialFirst: 4, redialLast: 10 }

/** A redial whose attempts are settled by hand, and what it did. */
function manual({ wanted = () => true }: { readonly wanted?: () => boolean } = {}) {
  const attempts: PromiseWithResolvers<void>[] = []
  const failures: number[] = []
  let news = Promise.withResolvers<void>()
  const redial = createRedial(
    {
      attempt() {
        const attempt = Promise.withResolvers<void>()
        attempts.push(attempt)
        news.resolve()
        news = Promise.withResolvers()
        return attempt.promise
      },
      wanted,
      onFailed: (_, delay) => failures.push(delay),
    },
    limits,
  )
  const reached = async (count: number) => {
    while (attempts.length < count) await news.promise
  }
  return { redial, attempts, failures, reached }
}

test('what is asked for many times is tried once', () => {
  const { redial, attempts } = manual()
  redial.now()
  redial.now()
  expect(attempts.length).toBe(1)
})

test('after a failure it tries again, after longer and longer pauses up to a bound', async () => {
  const { redial, attempts, failures, reached } = manual()
  redial.now()
  for (let count = 1; count <= 5; count++) {
    await reached(count)
    attempts.at(-1)?.reject(new Error('nobody there'))
  }
  await reached(6)
  for (const [index, full] of [4, 8, 10, 10, 10].entries()) {
    expect(failures[index]).toBeGreaterThanOrEqual(full / 2)
    expect(failures[index]).toBeLessThanOrEqual(full)
  }
  redial.close()
})

test('it does not try for nothing', async () => {
  let wanted = true
  const { redial, attempts, failures } = manual({ wanted: () => wanted })
  redial.now()
  wanted = false
  attempts[0]?.reject(new Error('nobody there'))
  await new Promise((resolve) => setImmediate(resolve))
  redial.now()
  expect([attempts.length, failures.length]).toEqual([1, 0])
})

test('a nudge ends the pause', async () => {
  const { redial, attempts, reached } = manual()
  redial.now()
  attempts[0]?.reject(new Error('nobody there'))
  await new Promise((resolve) => setImmediate(resolve))
  redial.nudge()
  expect(attempts.length).toBe(2)
  await reached(2)
  redial.close()
})

test('a stream that closes at once counts as a failure, so that two peers do not chase each other', async () => {
  const { redial, attempts, failures, reached } = manual()
  redial.now()
  redial.up()
  redial.broken()
  expect([attempts.length, failures.length]).toEqual([1, 1])
  await reached(2)
  redial.close()
})

test('closed, it tries no more', async () => {
  const { redial, attempts, failures } = manual()
  redial.now()
  redial.close()
  attempts[0]?.reject(new Error('nobody there'))
  await new Promise((resolve) => setImmediate(resolve))
  redial.now()
  expect([attempts.length, failures.length]).toEqual([1, 0])
})
