import { expect, test } from 'vitest'
import { resolveHref } from './hrefs.ts'

test.each([
  ['a.xsd', '', 'a.xsd'],
  ['./a.xsd', '', 'a.xsd'],
  ['s/a.xsd', '', 's/a.xsd'],
  ['b.xsd', 's/a.xsd', 's/b.xsd'],
  ['../b.xsd', 's/a.xsd', 'b.xsd'],
  ['t/../b.xsd', 's/a.xsd', 's/b.xsd'],
  ['a b ü.xsd', '', 'a b ü.xsd'],
  ['../../b.xsd', 's/a.xsd', undefined],
  ['..', 's/a.xsd', undefined],
  ['', 's/a.xsd', undefined],
  ['s/', '', undefined],
  ['s/.', '', undefined],
  ['//host/a', '', undefined],
  ['file:a', '', undefined],
  ['a#b', '', undefined],
  ['a\n', '', undefined],
  ['x'.repeat(1025), '', undefined],
])('%s in %s is %s', (href, base, path) => {
  expect(resolveHref(href, base)).toBe(path)
})
