import { expect, it } from 'vitest'
import { freshRef } from './ref.ts'

it('makes receipts that are short, fit into a URL, and never repeat', () => {
  const refs = Array.from({ length: 10_000 }, freshRef)
  expect(new Set(refs).size).toBe(refs.length)
  expect(refs.every((ref) => /^[\w-]{22}$/.test(ref))).toBe(true)
})
