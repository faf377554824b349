import { monosWorker } from '@xeerkat/roles/monos'
import { expect, test } from 'vitest'
import { irreducible } from '../../packages/roles/src/monos/monomial/irreducible.ts'
import { canonical, monomials, rowsOf } from '../../packages/roles/src/monos/monomial/monomials.ts'
import {
  componentsText,
  createGrid,
  eager,
  idealElement,
  idealOf,
  request,
  sha256,
  textOf,
  vector,
} from './monos-stage.ts'

test.each(
  [0, 1, 2, 4].flatMap((workers) =>
    ['s02-rand-v4g20', 's05-tree5', 'L01-generic-v10g40', 'L07-king6x6'].map((name) => [name, workers] as const),
  ),
)('the decomposition of %s is the same with %i workers', async (name, workers) => {
  await using grid = await createGrid(Array(workers).fill(monosWorker), workers > 0 ? eager : {})
  const result = await grid.solve(request('irreducible-decomposition', idealOf(name)))
  expect(sha256(componentsText(result))).toBe(vector(name).ops['irreducible']?.sha256)
  if (workers > 1) expect(result.summary.peers).toBeGreaterThan(0)
})

test('an ideal that is near to a generic one is decomposed so that it can be checked, however it was begun', async () => {
  let state = 7
  const random = (below: number) => (state = (state * 48_271) % 0x7fffffff) % below
  const rows = Array.from({ length: 40 }, () => Array.from({ length: 7 }, () => (random(4) === 0 ? 0 : random(200))))
  const expected = canonical(
    irreducible(
      monomials(
        7,
        rows.map((row) => row.map(BigInt)),
      ),
    ),
  )
  const text = request(
    'irreducible-decomposition',
    idealElement(
      7,
      rows.map((row) => row.join(' ')),
    ),
  )
  for (const alone of [0, 1]) {
    await using grid = await createGrid([monosWorker, monosWorker], { ...eager, alone })
    expect(componentsText(await grid.solve(text))).toBe(textOf(rowsOf(expected)))
  }
})
