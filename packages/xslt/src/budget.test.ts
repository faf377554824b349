import { expect, test } from 'vitest'
import { createBudget } from './budget.ts'

test('each bound ends it, and says which bound it was', () => {
  const budget = createBudget({ steps: 10_000, depth: 2, size: 100, nodes: 10 })
  expect(() => {
    for (;;) budget.spend(1)
  }).toThrow('took more than 10000 steps (limit "steps")')
  budget.enter()
  budget.enter()
  expect(() => budget.enter()).toThrow('went deeper than 2 levels; does it recurse without end? (limit "depth")')
  budget.grow(100)
  expect(() => budget.grow(1)).toThrow('built more than 100 characters (limit "size")')
  budget.make(10)
  expect(() => budget.make(1)).toThrow('made more than 10 nodes (limit "nodes")')
  expect(() => createBudget({ time: 0 }).spend(1_000_000)).toThrow('took longer than 0 ms (limit "time")')
})

test('a string is held to the bound on size, but not added up', () => {
  const budget = createBudget({ size: 100 })
  for (let i = 0; i < 10; i++) budget.hold(100)
  expect(() => budget.hold(101)).toThrow(expect.objectContaining({ code: 'ERR_XSLT_LIMIT' }))
})

test('levels that were left do not count', () => {
  const budget = createBudget({ depth: 1 })
  for (let i = 0; i < 10; i++) {
    budget.enter()
    budget.leave()
  }
  budget.enter()
  expect(() => budget.enter()).toThrow('went deeper than 1 levels')
})

test('a signal ends it with its own reason', () => {
  const budget = createBudget({ signal: AbortSignal.abort(new Error('enough')) })
  expect(() => budget.spend(1_000_000)).toThrow('enough')
})
