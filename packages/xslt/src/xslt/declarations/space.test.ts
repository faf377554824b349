import { expect, test } from 'vitest'
import { compileText, stylesheet, transform } from '../../fixtures/transform.ts'
import { parseTree } from '../parse-tree.ts'

const source = '<a> <b> <c> x </c> </b> <p:d xmlns:p="u"> <p:e/> </p:d> <f xml:space="preserve"> <g/> </f></a>'
const copy = '<xsl:template match="/"><xsl:copy-of select="."/></xsl:template>'

test.each([
  ['nothing is stripped of itself', '', source],
  [
    'everything can be, text and xml:space aside',
    '<xsl:strip-space elements="*"/>',
    '<a><b><c> x </c></b><p:d xmlns:p="u"><p:e/></p:d><f xml:space="preserve"> <g/> </f></a>',
  ],
  [
    'a name counts more than a namespace, and that more than all',
    '<xsl:strip-space elements="* q:d"/><xsl:preserve-space elements="q:* b"/>',
    '<a><b> <c> x </c> </b><p:d xmlns:p="u"><p:e/></p:d><f xml:space="preserve"> <g/> </f></a>',
  ],
  [
    'of equals, the last counts',
    '<xsl:strip-space elements="a b"/><xsl:preserve-space elements="a"/>',
    source.replace('<b> <c> x </c> </b>', '<b><c> x </c></b>'),
  ],
])('%s', (_, declarations, expected) => {
  expect(transform(declarations + copy, { source, attributes: 'xmlns:q="u"' })).toBe(expected)
})

test('precedence counts most', () => {
  const files = { 'memory:/b.xsl': stylesheet('<xsl:preserve-space elements="a"/>') }
  const declarations = `<xsl:import href="b.xsl"/><xsl:strip-space elements="*"/>${copy}`
  expect(transform(declarations, { source: '<a> <b/> </a>', files })).toBe('<a><b/></a>')
})

test('documents that are loaded are stripped, too', () => {
  const files = { 'memory:/b.xml': '<a> <b/> </a>' }
  const declarations = `<xsl:strip-space elements="*"/><xsl:template match="/"><xsl:copy-of select="document('b.xml')"/></xsl:template>`
  expect(transform(declarations, { files })).toBe('<a><b/></a>')
})

test('the source itself is not touched', () => {
  const tree = parseTree('<a> <b/> </a>')
  compileText(stylesheet(`<xsl:strip-space elements="*"/>${copy}`)).transform(tree)
  expect(tree.children[0]?.children.length).toBe(3)
})
