// Measures @xeerkat/xslt on public cases, and libxslt beside it if `xsltproc` is installed. Fails when other cases fail
// than those that are known to. Where the suites are to be had is in docs/conformance.md.
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { judgeAll } from '../test/conformance/judge.ts'
import { parseKnown, surprises } from '../test/conformance/known.ts'
import { libxslt } from '../test/conformance/libxslt.ts'
import { ours } from '../test/conformance/ours.ts'
import { rowsOf, tableOf } from '../test/conformance/report.ts'
import type { Suite } from '../test/conformance/suite.ts'
import { xalan, xalanErrors } from '../test/conformance/xalan.ts'
import { judgeXPath } from '../test/conformance/xpath.ts'
import { xsltproc, xsltprocVersion } from '../test/conformance/xsltproc.ts'

const suites: Readonly<Record<string, Suite>> = {
  xalan,
  'xalan-errors': xalanErrors,
  libxslt,
  'libxslt-1.1.44': libxslt,
}

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, failures: { type: 'boolean', default: false } },
})
const [name = '', path = ''] = positionals
const folder = resolve(path)
const suite = Object.hasOwn(suites, name) ? suites[name] : undefined
if (path === '' || (suite === undefined && name !== 'xpath')) {
  const names = [...Object.keys(suites), 'xpath'].join('|')
  console.error(`Usage: node tools/conformance.ts ${names} FOLDER [--json] [--failures]`)
  process.exit(2)
}

const version = await xsltprocVersion()
const cases = suite?.(folder)
const verdicts = cases === undefined ? judgeXPath(folder) : await judgeAll(cases, ours)
const theirs = cases === undefined || version === undefined ? undefined : await judgeAll(cases, xsltproc)
const rows = rowsOf(verdicts, theirs)
const known = parseKnown(await readFile(new URL(`../test/conformance/known/${name}.txt`, import.meta.url), 'utf8'))
const { failed, passed } = surprises(verdicts, known)

if (flags.json) {
  const wrong = verdicts.filter(({ right }) => !right).map(({ id }) => ({ id, reason: known.get(id) }))
  console.log(JSON.stringify({ suite: name, libxslt: version, rows, wrong, failed, passed }, undefined, 2))
} else {
  console.log(tableOf(rows, version))
  if (flags.failures) for (const [id, reason] of known) console.log(`${id}: ${reason}`)
  for (const id of failed) console.log(`${id} fails, and is not known to`)
  for (const id of passed) console.log(`${id} is known to fail, and does not`)
}
process.exitCode = failed.length + passed.length === 0 ? 0 : 1
