import { expect, test } from 'vitest'
import { instantiate, transform } from '../../fixtures/transform.ts'

const source = '<a><b i="1">x</b><c>y<!--no--></c><?no?></a>'

test('without templates, the text comes out', () => {
  expect(transform('', { source })).toBe('xy')
})

test.each([
  [
    'the more special pattern wins',
    '<xsl:template match="b">b</xsl:template><xsl:template match="*">*<xsl:apply-templates/></xsl:template>',
    '*b*y',
  ],
  [
    'priority wins over that',
    '<xsl:template match="b">b</xsl:template><xsl:template match="*" priority="2">*</xsl:template>',
    '*',
  ],
  [
    'of equals, the last wins',
    '<xsl:template match="b">1</xsl:template><xsl:template match="b">2</xsl:template>',
    '2y',
  ],
  [
    'each alternative has its own priority',
    '<xsl:template match="b[1] | c">1</xsl:template><xsl:template match="b | c[1]">2</xsl:template>',
    '12',
  ],
  [
    'attributes are matched when they are selected',
    '<xsl:template match="b"><xsl:apply-templates select="@*"/></xsl:template><xsl:template match="@i">@</xsl:template>',
    '@y',
  ],
  ['text can be matched', '<xsl:template match="text()"><xsl:value-of select="position()"/></xsl:template>', '11'],
  [
    'modes keep rules apart',
    '<xsl:template match="/"><xsl:apply-templates mode="m"/></xsl:template><xsl:template match="b" mode="m">m</xsl:template><xsl:template match="b">-</xsl:template>',
    'my',
  ],
])('%s', (_, declarations, expected) => {
  expect(transform(declarations, { source })).toBe(expected)
})

test('parameters are passed to templates, not through the built-in ones', () => {
  const declarations = `
    <xsl:template match="/"><xsl:apply-templates select="a/b | a"><xsl:with-param name="p" select="1"/></xsl:apply-templates></xsl:template>
    <xsl:template match="b | c"><xsl:param name="p" select="0"/>(<xsl:value-of select="$p"/>)</xsl:template>`
  expect(transform(declarations, { source })).toBe('(0)(0)(1)')
})

test('a named template gets the current node and parameters, but no variables', () => {
  const declarations = `
    <xsl:template match="/"><xsl:for-each select="a/b">
      <xsl:call-template name="t"><xsl:with-param name="p"><i/>text</xsl:with-param><xsl:with-param name="unknown" select="1"/></xsl:call-template>
    </xsl:for-each></xsl:template>
    <xsl:template name="t"><xsl:param name="p"/><xsl:param name="q" select="concat(@i, $p)"/><r q="{$q}"><xsl:copy-of select="$p"/></r></xsl:template>`
  expect(transform(declarations, { source })).toBe('<r q="1text"><i/>text</r>')
})

test('imported templates are called upon by those that override them', () => {
  const files = {
    'memory:/base.xsl': sheet('<xsl:template match="b">base <xsl:value-of select="."/></xsl:template>'),
    'memory:/middle.xsl': sheet(
      '<xsl:import href="base.xsl"/><xsl:template match="b">middle(<xsl:apply-imports/>)</xsl:template>',
    ),
  }
  const declarations = `<xsl:import href="middle.xsl"/><xsl:template match="b">top(<xsl:apply-imports/>)</xsl:template>
    <xsl:template match="c"><xsl:apply-imports/></xsl:template>`
  expect(transform(declarations, { source, files })).toBe('top(middle(base x))y')
})

test('xsl:apply-imports has nothing to override within xsl:for-each', () => {
  expect(() => instantiate('<xsl:for-each select="a"><xsl:apply-imports/></xsl:for-each>')).toThrow(
    expect.objectContaining({ code: 'ERR_XSLT_DYNAMIC', message: expect.stringContaining('within xsl:for-each') }),
  )
})

test('a template that is called but not there is found before anything runs', () => {
  expect(() => instantiate('<xsl:call-template name="t"/>')).toThrow(
    expect.objectContaining({ code: 'ERR_XSLT_STYLESHEET', message: expect.stringContaining('no template named "t"') }),
  )
})

test('what is applied to must be nodes', () => {
  expect(() => instantiate('<xsl:apply-templates select="1"/>')).toThrow(
    expect.objectContaining({ code: 'ERR_XPATH_TYPE' }),
  )
})

function sheet(declarations: string): string {
  return `<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" version="1.0">${declarations}</xsl:stylesheet>`
}
