import { createVm, isFault } from '@xeerkat/agent-vm'
import { createMemoryMesh } from '@xeerkat/agent-vm/testing'
import { cards, createMonosCoordinator, MONOS_WORKER, monosCoordinator, monosWorker } from '@xeerkat/roles/monos'
import { compileSchema, fromText, textContent } from '@xeerkat/xml'
import { afterAll, expect, test } from 'vitest'
import { operations, readResult } from '../../packages/roles/src/monos/vocabulary/index.ts'
import { createGrid, idealElement, request } from './monos-stage.ts'

const grid = await createGrid([], { limit: 0, limits: { rows: 50, variables: 20, digits: 400 } })
afterAll(() => grid[Symbol.asyncDispose]())

const xy = (content: string) => `<m:ideal variables="x y">${content}</m:ideal>`

test.each([
  ['a root that is no request', '<greeting/>', /I take the requests of/],
  ['a malformed monomial', request('radical', xy('<m:monomial>x^^2</m:monomial>')), /line 1, column \d+/],
  ['a negative exponent', request('radical', xy('<m:exponents>1 -1</m:exponents>')), /negative|line 1, column \d+/],
  ['a variable nobody declared', request('radical', xy('<m:monomial>z</m:monomial>')), /z.*line 1, column \d+/],
  ['a row that is too short', request('radical', xy('<m:exponents>1</m:exponents>')), /line 1, column \d+/],
  ['an absurd exponent', request('radical', xy(`<m:monomial>x^${'9'.repeat(500)}</m:monomial>`)), /digits.*line 1/],
  ['too many variables', request('radical', idealElement(21, [])), /20/],
  ['too many generators', request('radical', idealElement(1, Array(51).fill('1'))), /50/],
  ['ideals in different variables', request('sum', xy('') + idealElement(3, [])), /same variables/],
  ['one ideal where two are needed', request('colon', xy('')), /2 ideals/],
  [
    'infinitely many standard monomials',
    request('standard-monomials', xy('<m:monomial>x^2</m:monomial>')),
    /infinitely/,
  ],
  [
    'too many standard monomials to list',
    request('standard-monomials', xy('<m:monomial>x^20</m:monomial><m:monomial>y^20</m:monomial>')),
    /400 standard monomials/,
  ],
  [
    'a dual to what is no multiple',
    request('alexander-dual', xy('<m:monomial>x^2</m:monomial>'), 'vector="1 1"'),
    /the exponent of x is 1, and a generator has 2/,
  ],
  ['a gap without a cost', request('integer-programming-gap', '<m:matrix columns="1">1</m:matrix>'), /cost/],
  [
    'a cost without a minimum',
    request('integer-programming-gap', '<m:matrix columns="2">1 -1</m:matrix>', 'cost="-1 -1"'),
    /no minimum/,
  ],
  [
    'a characteristic that is no prime',
    request('groebner-basis', '<m:ideal variables="x" characteristic="4"><m:polynomial>x</m:polynomial></m:ideal>'),
    /prime/,
  ],
  ['no XML', '<m:radical xmlns:m="http://www.xeerkat.org/Vocabulary/Monos/2026/1/0"><m:ideal', /./],
])('%s is answered with a sentence', async (_name, text, sentence) => {
  const answer = await grid.ask(text)
  expect(isFault(answer)).toBe(true)
  expect(textContent(answer.tree())).toMatch(sentence)
})

test('a worker refuses what is no slice, and lives', async () => {
  const mesh = createMemoryMesh()
  await using worker = createVm(mesh.peer('worker'), { roles: [monosWorker] })
  await using employer = createVm(mesh.peer('employer'))
  const engagement = await employer.hire(worker.self, MONOS_WORKER)
  for (const text of ['<slice/>', '<greeting/>', request('slice', '<m:shift>1</m:shift>', 'id="1" columns="3"')])
    expect(isFault(await engagement.ask(fromText(text)))).toBe(true)
})

test('every operation is accepted, and its example is valid and answered', async () => {
  const coordinator = createMonosCoordinator()
  expect(coordinator.accepts?.map(({ localName }) => localName).sort()).toEqual(Object.keys(operations).sort())
  expect(Object.keys(cards).sort()).toEqual(Object.keys(operations).sort())
  using schema = await compileSchema(monosCoordinator.accepts?.[0]?.schema ?? '')
  for (const { localName, example = '' } of monosCoordinator.accepts ?? []) {
    expect([localName, schema.validate(fromText(example))]).toEqual([localName, []])
    const answer = await grid.ask(example)
    expect([localName, readResult(answer).operation]).toEqual([localName, localName])
  }
})
