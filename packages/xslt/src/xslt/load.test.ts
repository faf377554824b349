import { expect, test } from 'vitest'
import { stylesheet, transform } from '../fixtures/transform.ts'

const named = (name: string, text: string) => `<xsl:template name="${name}">${text}</xsl:template>`
const call = (name: string) => `<xsl:template match="/"><xsl:call-template name="${name}"/></xsl:template>`

test.each([
  [
    'what imports wins over what is imported',
    '<xsl:import href="b.xsl"/>' + named('t', 'main'),
    { 'b.xsl': named('t', 'b') },
    'main',
  ],
  [
    'a later import wins over an earlier one',
    '<xsl:import href="b.xsl"/><xsl:import href="c.xsl"/>',
    { 'b.xsl': named('t', 'b'), 'c.xsl': named('t', 'c') },
    'c',
  ],
  [
    'an import that is nearer wins',
    '<xsl:import href="b.xsl"/>',
    { 'b.xsl': `<xsl:import href="c.xsl"/>${named('t', 'b')}`, 'c.xsl': named('t', 'c') },
    'b',
  ],
  [
    'what is included is as if it stood there, its imports too',
    '<xsl:import href="b.xsl"/><xsl:include href="sub/c.xsl"/>',
    { 'b.xsl': named('t', 'b'), 'sub/c.xsl': '<xsl:import href="d.xsl"/>', 'sub/d.xsl': named('t', 'd') },
    'd',
  ],
  [
    'one may be imported twice',
    '<xsl:import href="b.xsl"/><xsl:import href="b.xsl"/>',
    { 'b.xsl': named('t', 'b') },
    'b',
  ],
])('%s', (_, declarations, others, expected) => {
  const files = Object.fromEntries(Object.entries(others).map(([name, text]) => [`memory:/${name}`, stylesheet(text)]))
  expect(transform(declarations + call('t'), { files })).toBe(expected)
})

test('a literal element can be included', () => {
  const files = { 'memory:/b.xsl': '<b xsl:version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"/>' }
  expect(transform('<xsl:include href="b.xsl"/>', { files })).toBe('<b/>')
})

test.each([
  ['what is not there', '<xsl:import href="none.xsl"/>', {}, 'ERR_XSLT_RESOURCE', '"none.xsl" cannot be read'],
  ['what is no XML', '<xsl:import href="b.xsl"/>', { 'b.xsl': '<a' }, 'ERR_XSLT_RESOURCE', 'line 1'],
  ['a part of a document', '<xsl:include href="b.xsl#c"/>', {}, 'ERR_XSLT_RESOURCE', 'a part of a document'],
  [
    'itself',
    '<xsl:include href="main.xsl"/>',
    { 'main.xsl': stylesheet('') },
    'ERR_XSLT_STYLESHEET',
    'imports or includes itself',
  ],
  [
    'what imports it',
    '<xsl:import href="b.xsl"/>',
    { 'b.xsl': stylesheet('<xsl:import href="c.xsl"/>'), 'c.xsl': stylesheet('<xsl:import href="b.xsl"/>') },
    'ERR_XSLT_STYLESHEET',
    'imports or includes itself',
  ],
])('a stylesheet cannot have %s', (_, declarations, others, code, message) => {
  const files = Object.fromEntries(Object.entries(others).map(([name, text]) => [`memory:/${name}`, text]))
  expect(() => transform(declarations, { files })).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(message) }),
  )
})

test('an error of what is imported is one of who imports it', () => {
  expect(() => transform('\n <xsl:import href="b.xsl"/>', { files: { 'memory:/b.xsl': '<a' } })).toThrow(
    expect.objectContaining({ position: { line: 2, column: 2 } }),
  )
})

test('nothing is read unless there is something to read with', () => {
  expect(() => transform('<xsl:import href="file:///etc/passwd"/>')).toThrow(
    expect.objectContaining({ code: 'ERR_XSLT_RESOURCE', message: expect.stringContaining('may not read anything') }),
  )
})

test('imports without end are bounded', () => {
  let count = 0
  const read = () => ({ text: stylesheet('<xsl:import href="next.xsl"/>'), uri: `memory:/${count++}.xsl` })
  expect(() => transform('<xsl:import href="next.xsl"/>', { read, modules: 20 })).toThrow(
    expect.objectContaining({ code: 'ERR_XSLT_LIMIT', message: expect.stringContaining('limit "modules"') }),
  )
  expect(count).toBe(20)
})

test('an import must come first', () => {
  const files = { 'memory:/b.xsl': stylesheet('') }
  expect(() => transform(`${call('t')}<xsl:import href="b.xsl"/>`, { files })).toThrow('must come before')
})
