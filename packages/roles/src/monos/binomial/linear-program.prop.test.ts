import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dot } from './integers.ts'
import { solveLinearProgram } from './linear-program.ts'

const entries = (length: number, from: bigint, to: bigint) =>
  fc.array(fc.bigInt(from, to), { minLength: length, maxLength: length })

const rows = fc.array(entries(4, -5n, 5n), { minLength: 1, maxLength: 3 })

describe('an exact linear program', () => {
  test('has a solution that is one, or a proof that there is none', () => {
    fc.assert(
      fc.property(rows, entries(3, -9n, 9n), entries(4, -4n, 9n), (rows, sides, cost) => {
        const right = sides.slice(0, rows.length)
        const solution = solveLinearProgram({ rows, right, cost })
        if (solution.status === 'infeasible') {
          const column = (j: number) => rows.map((row) => row[j] ?? 0n)
          for (let j = 0; j < 4; j++) expect(dot(solution.proof, column(j)) >= 0n).toBe(true)
          expect(dot(solution.proof, right) < 0n).toBe(true)
        }
        if (solution.status !== 'optimal') return
        const { x, denominator } = solution
        expect(x.every((value) => value >= 0n)).toBe(true)
        rows.forEach((row, r) => expect(dot(row, x)).toBe((right[r] ?? 0n) * denominator))
        expect(dot(cost, x)).toBe(solution.cost)
      }),
    )
  })

  test('is never worse than a point that is known, and the dual of a bounded one is as good', () => {
    fc.assert(
      fc.property(rows, entries(4, 0n, 6n), entries(4, 0n, 9n), (rows, point, cost) => {
        const right = rows.map((row) => dot(row, point))
        const solution = solveLinearProgram({ rows, right, cost })
        if (solution.status !== 'optimal') throw new Error(solution.status)
        expect(solution.cost <= dot(cost, point) * solution.denominator).toBe(true)
        // The dual: maximize right·y with rows'y ≤ cost, written with y = p - q and slacks.
        const dual = solveLinearProgram({
          rows: cost.map((_, j) => [
            ...rows.map((row) => row[j] ?? 0n),
            ...rows.map((row) => -(row[j] ?? 0n)),
            ...cost.map((_, k) => (j === k ? 1n : 0n)),
          ]),
          right: cost,
          cost: [...right.map((value) => -value), ...right, ...cost.map(() => 0n)],
        })
        if (dual.status !== 'optimal') throw new Error(dual.status)
        expect(-dual.cost * solution.denominator).toBe(solution.cost * dual.denominator)
      }),
    )
  })
})
