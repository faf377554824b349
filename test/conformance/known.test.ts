import { expect, test } from 'vitest'
import { parseKnown, surprises } from './known.ts'

const known = parseKnown('# why\n[too hard]\na/1\na/2\n\n[not ours]\nb/1\n')

test('every known failure has a reason', () => {
  expect([...known]).toEqual([
    ['a/1', 'too hard'],
    ['a/2', 'too hard'],
    ['b/1', 'not ours'],
  ])
  expect(() => parseKnown('a/1')).toThrow('no reason')
  expect(() => parseKnown('[x]\na/1\n[y]\na/1')).toThrow('has two')
})

test('a failure that nobody knew and a pass that nobody hoped for both come out', () => {
  const verdicts = [
    { id: 'a/1', right: false },
    { id: 'a/2', right: true },
    { id: 'a/3', right: false },
    { id: 'a/4', right: true },
  ]
  expect(surprises(verdicts, known)).toEqual({ failed: ['a/3'], passed: ['a/2', 'b/1'] })
})
