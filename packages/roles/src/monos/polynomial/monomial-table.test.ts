import { expect, test } from 'vitest'
import { createMonomialTable } from './monomial-table.ts'
import type { MonomialOrder } from './polynomials.ts'

test('monomials keep their numbers while the table grows', () => {
  const table = createMonomialTable(3, { ties: 'grevlex' })
  const rows = Array.from({ length: 5000 }, (_, k) => [k % 17, Math.floor(k / 17) % 19, Math.floor(k / 323)])
  const ids = rows.map((row) => table.idOf(row))
  expect(new Set(ids).size).toBe(rows.length)
  expect(rows.map((row) => table.idOf(row))).toEqual(ids)
  expect(ids.map((id) => table.exponentsOf(id))).toEqual(rows)
})

test.each<[string, MonomialOrder, string[]]>([
  ['lex', { ties: 'lex' }, ['2,0,0', '1,1,0', '1,0,1', '0,3,0', '0,0,4']],
  ['grevlex', { ties: 'grevlex' }, ['0,0,4', '0,3,0', '2,0,0', '1,1,0', '1,0,1']],
  ['an elimination order', { eliminate: 1, ties: 'grevlex' }, ['2,0,0', '1,1,0', '1,0,1', '0,0,4', '0,3,0']],
  ['a weight', { weights: [[0n, 0n, 1n]], ties: 'lex' }, ['0,0,4', '1,0,1', '2,0,0', '1,1,0', '0,3,0']],
])('%s sorts as it should', (_, order, sorted) => {
  const table = createMonomialTable(3, order)
  const ids = sorted.toReversed().map((text) => table.idOf(text.split(',').map(Number)))
  const found = ids.toSorted((a, b) => table.compare(b, a)).map((id) => table.exponentsOf(id).join())
  expect(found).toEqual(sorted)
})

test('there is a bound on how many monomials occur', () => {
  const table = createMonomialTable(1, { ties: 'lex' }, 10)
  for (let exponent = 0; exponent < 10; exponent++) table.idOf([exponent])
  expect(table.idOf([3])).toBe(3)
  expect(() => table.idOf([10])).toThrow(expect.objectContaining({ code: 'ERR_POLYNOMIAL_LIMIT' }))
})
