import { expect, test } from 'vitest'
import { createRandom } from './random.ts'

test('the same seed gives the same sequence, another seed another', () => {
  const draw = (seed: number) => {
    const random = createRandom(seed)
    return Array.from({ length: 20 }, () => random.below(1000))
  }
  expect(draw(7)).toEqual(draw(7))
  expect(draw(7)).not.toEqual(draw(8))
})

test('numbers keep within their range and reach all of it', () => {
  const random = createRandom(1)
  const drawn = new Set(Array.from({ length: 500 }, () => random.between([3, 8])))
  expect([...drawn].toSorted((a, b) => a - b)).toEqual([3, 4, 5, 6, 7])
})

test('chances come out about as often as they should, and a chance of none draws nothing', () => {
  const random = createRandom(2)
  const hits = Array.from({ length: 10_000 }, () => random.chance(0.3)).filter(Boolean).length
  expect(hits).toBeGreaterThan(2800)
  expect(hits).toBeLessThan(3200)
  const [one, other] = [createRandom(3), createRandom(3)]
  expect(one.chance(0)).toBe(false)
  expect(one.next()).toBe(other.next())
})
