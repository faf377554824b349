import { fromText } from '@xeerkat/xml'
import { expect, it } from 'vitest'
import { files, read, section, tablesOf } from './markdown.ts'

const page = read('docs/errors.md')
const packages = files.flatMap((path) => /^packages\/([^/]+)\/src\/errors\.ts$/.exec(path)?.[1] ?? [])

it('knows the packages that throw', () => {
  const headings = [...page.matchAll(/^## (.*)$/gm)].map(([, title]) => title)
  expect(new Set(headings)).toEqual(new Set(packages))
})

it.each(packages)('%s: every code is documented, and every documented code exists', (name) => {
  const [table] = tablesOf(section(page, name))
  const documented = table?.rows.map(([code]) => code) ?? []
  expect(new Set(documented)).toEqual(new Set(codesOf(name)))
  for (const row of table?.rows ?? []) expect(row.filter((cell) => cell === '')).toEqual([])
})

it('shows how an error is told from another', () => {
  expect(read('docs/errors.md')).toContain('ERR_XML_MALFORMED')
  expect(describeFault()).toMatch(/^not XML: XmlError: .*line 1/)
})

function describeFault(): string {
  try {
    fromText('<a><b></a>').tree()
  } catch (error) {
    if (codeOf(error) === 'ERR_XML_MALFORMED') return `not XML: ${String(error)}`
    throw error
  }
  return 'XML'
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}

/** The union of codes in a package's errors.ts. */
function codesOf(name: string): string[] {
  const [, union = ''] =
    /ErrorCode =([^\n]*(?:\n {2}(?:\||\/\*\*)[^\n]*)*)/.exec(read(`packages/${name}/src/errors.ts`)) ?? []
  const codes = [...union.matchAll(/'(ERR_[A-Z_]+)'/g)].map(([, code = '']) => code)
  expect(codes.length).toBeGreaterThan(0)
  return codes
}
