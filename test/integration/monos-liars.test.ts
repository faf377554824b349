import { defineRole, type Role } from '@xeerkat/agent-vm'
import { MONOS_WORKER, monosWorker } from '@xeerkat/roles/monos'
import { type Document, element, fromText } from '@xeerkat/xml'
import { expect, test } from 'vitest'
import { monomials, rowsOf } from '../../packages/roles/src/monos/monomial/monomials.ts'
import {
  readSliceResult,
  readSliceTask,
  type SliceResult,
  writeSliceResult,
} from '../../packages/roles/src/monos/vocabulary/index.ts'
import { componentsText, createGrid, idealOf, request, sha256, vector } from './monos-stage.ts'

type Rows = readonly (readonly bigint[])[]

/** What an honest worker answers, with other rows. */
function withRows(answer: Document, change: (rows: Rows) => Rows): Document {
  const result = readSliceResult(answer)
  const rows = change([...rowsOf(result.components)])
  return writeSliceResult({ ...result, components: monomials(result.components.variables, rows) })
}

function withResult(answer: Document, change: Partial<SliceResult>): Document {
  return writeSliceResult({ ...readSliceResult(answer), ...change })
}

let before: Document | undefined

/** Ways to cheat. */
const lies: Readonly<Record<string, (answer: Document, task: Document) => Document | undefined>> = {
  'drops a component': (answer) => withRows(answer, (rows) => rows.slice(1)),
  'drops all components': (answer) => withRows(answer, () => []),
  'adds a component that contains another': (answer) =>
    withRows(answer, (rows) => [...rows, ...rows.slice(0, 1).map((row) => row.map((e) => (e > 1n ? e - 1n : e)))]),
  'adds the zero ideal': (answer) => withRows(answer, (rows) => [...rows, (rows[0] ?? []).map(() => 0n)]),
  'says a component twice': (answer) => withRows(answer, (rows) => [...rows, ...rows.slice(0, 1)]),
  'makes an exponent larger': (answer) =>
    withRows(answer, ([head = [], ...rest]) => [
      head.map((e, i) => (i === head.findIndex((x) => x > 0n) ? e + 1n : e)),
      ...rest,
    ]),
  'makes an exponent smaller': (answer) =>
    withRows(answer, ([head = [], ...rest]) => [
      head.map((e, i) => (i === head.findIndex((x) => x > 0n) ? e - 1n : e)),
      ...rest,
    ]),
  'answers what was asked before': (answer, task) => {
    const { id } = readSliceTask(task)
    const old = before
    before = answer
    return old === undefined ? answer : withResult(old, { id })
  },
  'answers under another number': (answer, task) => withResult(answer, { id: readSliceTask(task).id + 1 }),
  'says that all is left': (answer, task) =>
    withResult(answer, {
      done: false,
      components: monomials(readSliceTask(task).slice.ideal.variables, []),
      rest: [readSliceTask(task).slice],
    }),
  'invents a rest': (answer, task) =>
    withResult(answer, { done: false, rest: Array(5).fill(readSliceTask(task).slice) }),
  'answers garbage': () => fromText('<garbage><m:slice-result xmlns:m="urn:example:garbage"/></garbage>'),
  'answers what is no XML': () => fromText('<m:slice-result'),
  'answers in other variables': (answer, task) =>
    withResult(answer, { components: monomials(readSliceTask(task).slice.ideal.variables + 1, []) }),
  'says nothing': () => undefined,
  refuses: () =>
    element({ namespace: 'http://www.mathgrid.org/Vocabulary/Services/2005/1/0', localName: 'error' }, {}, 'no'),
}

function liar(lie: (answer: Document, task: Document) => Document | undefined, told: () => void): Role {
  return {
    iri: MONOS_WORKER,
    engage(context) {
      const honest = monosWorker.engage(context)
      return async (task) => {
        const answer = await honest(task)
        told()
        return answer && lie(answer, task)
      }
    },
  }
}

// One that can be checked, and one for which two have to agree.
const problems = ['s03-generic-v4g40', 's08-match6']

test.each(Object.entries(lies).flatMap(([name, lie]) => problems.map((problem) => [name, problem, lie] as const)))(
  'a worker that %s changes nothing in %s',
  async (_name, problem, lie) => {
    let lied = 0
    before = undefined
    await using grid = await createGrid([liar(lie, () => lied++), monosWorker])
    const result = await grid.solve(request('irreducible-decomposition', idealOf(problem)))
    expect(sha256(componentsText(result))).toBe(vector(problem).ops['irreducible']?.sha256)
    expect(lied).toBeGreaterThan(0)
  },
)

test.each(problems)('two who tell the same lies where nobody else is are found out in %s', async (problem) => {
  let lied = 0
  const accomplice = () =>
    liar(
      (answer) => withRows(answer, (rows) => rows.slice(1)),
      () => lied++,
    )
  await using grid = await createGrid([accomplice(), accomplice()])
  const result = await grid.solve(request('irreducible-decomposition', idealOf(problem)))
  expect(sha256(componentsText(result))).toBe(vector(problem).ops['irreducible']?.sha256)
  expect(lied).toBeGreaterThan(0)
})

test('a worker that never answers holds nothing up', async () => {
  const silent = defineRole(MONOS_WORKER, () => new Promise<never>(() => {}))
  await using grid = await createGrid([silent], { alone: 0, lead: 100 })
  const result = await grid.solve(request('irreducible-decomposition', idealOf('s08-match6')))
  expect(sha256(componentsText(result))).toBe(vector('s08-match6').ops['irreducible']?.sha256)
})
