import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Case, Suite } from './suite.ts'

/** Folders whose cases need nothing beyond XSLT 1.0; in the others are extensions, DocBook, and benchmarks. */
const folders = ['REC', 'REC2', 'documents', 'general', 'keys', 'namespaces', 'numbers', 'reports']

/** What libxslt's own runner passes to every stylesheet. */
const parameters = { test: 'passed_value', test2: 'passed_value2' }

/** `tests` of libxslt: REC are the examples of the recommendation itself, in `general` is a case for each old bug. */
export const libxslt: Suite = (folder) =>
  folders
    .filter((category) => existsSync(join(folder, category)))
    .flatMap((category) =>
      readdirSync(join(folder, category))
        .filter((name) => name.endsWith('.xsl'))
        .toSorted()
        .flatMap((name) => caseOf(join(folder, category), category, name.slice(0, -'.xsl'.length))),
    )

function caseOf(folder: string, category: string, name: string): readonly Case[] {
  const stylesheet = join(folder, `${name}.xsl`)
  // Before 1.1.35 the sources of "general" lay in a folder of their own.
  const source = [join(folder, `${name}.xml`), join(folder, '..', 'docs', `${name}.xml`)].find(existsSync)
  const file = join(folder, `${name}.out`)
  if (source === undefined) return []
  const given = { id: `${category}/${name}`, category, stylesheet, source, parameters }
  if (existsSync(file) && statSync(file).size > 0) return [{ ...given, expected: { type: 'result', file } }]
  // What ends in an error has messages and no result: an empty file, or none.
  const messages = join(folder, `${name}.err`)
  const isError = existsSync(messages) && /error/i.test(readFileSync(messages, 'latin1'))
  if (isError) return [{ ...given, expected: { type: 'error' } }]
  return existsSync(file) ? [{ ...given, expected: { type: 'result', file } }] : []
}
