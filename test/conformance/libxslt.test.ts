import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { judgeAll } from './judge.ts'
import { parseKnown, surprises } from './known.ts'
import { libxslt } from './libxslt.ts'
import { ours } from './ours.ts'

// libxslt's own cases, out of an npm package that brings its sources along. Xalan's are in no package: they are run by
// hand, see docs/conformance.md.
const folder = new URL('./deps/libxslt/tests', import.meta.resolve('libxslt-suite/package.json'))
const cases = libxslt(fileURLToPath(folder))

const known = parseKnown(readFileSync(new URL('known/libxslt.txt', import.meta.url), 'utf8'))

test('of the cases of libxslt exactly those fail that are known to', async () => {
  expect(surprises(await judgeAll(cases, ours), known)).toEqual({ failed: [], passed: [] })
}, 120_000)

test('the table in the documents says how many', () => {
  const table = readFileSync(new URL('../../docs/conformance.md', import.meta.url), 'utf8')
  expect(table).toContain(`| ${cases.length} | ${cases.length - known.size} |`)
  expect(cases.length).toBe(269)
})
