import { monosWorker } from '@xeerkat/roles/monos'
import { expect, test } from 'vitest'
import { componentsText, createGrid, eager, idealOf, request, sha256, vector } from './monos-stage.ts'

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
