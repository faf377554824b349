import type { Role } from '@xeerkat/agent-vm'
import { MONOS_WORKER, monosWorker } from '@xeerkat/roles/monos'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { irreducible } from '../../packages/roles/src/monos/monomial/irreducible.ts'
import { canonical, monomials, rowsOf } from '../../packages/roles/src/monos/monomial/monomials.ts'
import { readSliceResult, writeSliceResult } from '../../packages/roles/src/monos/vocabulary/index.ts'
import { componentsText, createGrid, idealElement, request, textOf } from './monos-stage.ts'

const failures = ['none', 'none', 'drops', 'changes', 'crashes', 'resigns', 'silent', 'delays'] as const

type Failure = (typeof failures)[number]

/** One that does the one or the other, slice by slice. */
function unreliable(script: readonly Failure[], happened: (failure: Failure) => void): Role {
  return {
    iri: MONOS_WORKER,
    engage(context) {
      const honest = monosWorker.engage(context)
      let tasks = 0
      return async (task) => {
        const failure = script[tasks++ % script.length] ?? 'none'
        const answer = await honest(task)
        happened(failure)
        if (answer === undefined || failure === 'none') return answer
        if (failure === 'crashes') throw new Error('a bug')
        if (failure === 'resigns') context.resign('not-now')
        if (failure === 'silent') return new Promise<never>(() => {})
        if (failure === 'delays') return new Promise((resolve) => void setTimeout(() => resolve(answer), 5))
        const result = readSliceResult(answer)
        const rows = [...rowsOf(result.components)]
        const changed =
          failure === 'drops'
            ? rows.slice(1)
            : rows.map((row, at) => (at === 0 ? row.map((e) => (e > 0n ? e + 1n : e)) : row))
        return writeSliceResult({ ...result, components: monomials(result.components.variables, changed) })
      }
    },
  }
}

const ideals = fc.integer({ min: 2, max: 5 }).chain((variables) => {
  const exponent = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 1000 }))
  const row = fc.array(exponent, { minLength: variables, maxLength: variables })
  return fc.record({ variables: fc.constant(variables), rows: fc.array(row, { minLength: 3, maxLength: 12 }) })
})

test('whatever befalls the workers, the answer is that of the kernel', { timeout: 60_000 }, async () => {
  const happened = new Set<Failure>()
  // Where nothing but a second worker can tell, two in league who lie seldom may succeed: one liar may not.
  const scriptOf = (some: readonly Failure[]) => fc.array(fc.constantFrom(...some), { minLength: 1, maxLength: 4 })
  const faithful = scriptOf(failures.filter((failure) => failure !== 'drops'))
  const scripts = fc
    .tuple(scriptOf(failures), fc.array(faithful, { maxLength: 2 }))
    .map(([liar, others]) => [liar, ...others])
  const law = fc.asyncProperty(ideals, scripts, async ({ variables, rows }, workers) => {
    const roles = workers.map((script) => unreliable(script, (failure) => happened.add(failure)))
    await using grid = await createGrid(roles, { alone: 0, lead: 150 })
    const lines = rows.map((row) => row.join(' '))
    const result = await grid.solve(request('irreducible-decomposition', idealElement(variables, lines)))
    const expected = irreducible(
      monomials(
        variables,
        rows.map((row) => row.map(BigInt)),
      ),
    )
    expect(componentsText(result)).toBe(textOf(rowsOf(canonical(expected))))
  })
  await fc.assert(law, { numRuns: 60 })
  expect(happened.size).toBeGreaterThan(2)
})
