import { expect, test } from 'vitest'
import { compileText, instantiate, transform } from '../../fixtures/transform.ts'
import { parseTree } from '../parse-tree.ts'
import { serializeResult } from '../serialize/serialize-result.ts'

test.each([
  ['values with expressions in braces', '<b c="{1+1}-{{x}}-{\'}\'}"/>', '', '<b c="2-{x}-}"/>'],
  ['namespaces in scope', '<b/>', 'xmlns:p="u"', '<b xmlns:p="u"/>'],
  ['no namespace that is excluded', '<b/>', 'xmlns:p="u" exclude-result-prefixes="p"', '<b/>'],
  [
    'no default namespace that is excluded',
    '<p:b/>',
    'xmlns="v" xmlns:p="u" exclude-result-prefixes="#default"',
    '<p:b xmlns:p="u"/>',
  ],
  ['an excluded namespace that it is in', '<p:b/>', 'xmlns:p="u" exclude-result-prefixes="p"', '<p:b xmlns:p="u"/>'],
  ['no namespace twice', '<p:b xmlns:p="u"><p:c/></p:b>', '', '<p:b xmlns:p="u"><p:c/></p:b>'],
  ['no blank text of the stylesheet', '<b> <c> x </c> <xsl:text> </xsl:text> </b>', '', '<b><c> x </c> </b>'],
  ['text around comments as one', '<b>x<!--1--> <!--2--><c/> <!--3--> </b>', '', '<b>x <c/></b>'],
  ['blank text under xml:space', '<b xml:space="preserve"> <c/> </b>', '', '<b xml:space="preserve"> <c/> </b>'],
])('literal elements have %s', (_, body, attributes, expected) => {
  expect(instantiate(body, { attributes })).toBe(expected)
})

test('a namespace alias makes stylesheets', () => {
  const declarations = `
    <xsl:namespace-alias stylesheet-prefix="axsl" result-prefix="xsl"/>
    <xsl:template match="/"><axsl:stylesheet version="1.0"/></xsl:template>`
  expect(transform(declarations, { attributes: 'xmlns:axsl="urn:alias"' })).toBe(
    '<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" version="1.0"/>',
  )
})

test('a stylesheet may be a literal element', () => {
  const sheet = compileText(
    '<html xsl:version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:value-of select="a/@b"/></html>',
  )
  expect(serializeResult(sheet.transform(parseTree('<a b="1"/>')), sheet.output)).toBe('<html>1</html>')
})

test('attributes of XSLT are not for the result', () => {
  expect(instantiate('<b xsl:unknown="c" d="e"/>')).toBe('<b d="e"/>')
})

test.each(['{', '}', 'x{1', "{'}"])('the value %j is an error', (value) => {
  expect(() => instantiate(`<b c="${value}"/>`)).toThrow(expect.objectContaining({ code: 'ERR_XSLT_STYLESHEET' }))
})
