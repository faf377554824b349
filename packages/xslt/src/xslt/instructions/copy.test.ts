import { expect, test } from 'vitest'
import { instantiate, transform } from '../../fixtures/transform.ts'

const source = '<p:a xmlns:p="u" xmlns:q="v" b="1" q:c="2"><!--x--><?y z?>text<d><q:e/></d></p:a>'

test('the identity transformation is one', () => {
  const identity =
    '<xsl:template match="@* | node()"><xsl:copy><xsl:apply-templates select="@* | node()"/></xsl:copy></xsl:template>'
  expect(transform(identity, { source })).toBe(source)
})

test.each([
  ['an element', '/*', source],
  ['the document', '/', source],
  ['what is within, with the namespaces that it had', '//d', '<d xmlns:p="u" xmlns:q="v"><q:e/></d>'],
  ['text', '//text()', 'text'],
  ['a number', '1 div 2', '0.5'],
])('a copy of %s', (_, select, expected) => {
  expect(instantiate(`<xsl:copy-of select="${select}"/>`, { source })).toBe(expected)
})

test('a copy does not come into a default namespace', () => {
  expect(instantiate('<b xmlns="w"><xsl:copy-of select="//d"/></b>', { source: '<d><e/></d>' })).toBe(
    '<b xmlns="w"><d xmlns=""><e/></d></b>',
  )
})

test('attributes and namespaces are copied one by one', () => {
  const body =
    '<b><xsl:copy-of select="//@*"/></b><c><xsl:for-each select="//namespace::q"><xsl:copy/></xsl:for-each></c>'
  expect(instantiate(body, { source })).toBe('<b xmlns:q="v" b="1" q:c="2"/><c xmlns:q="v"/>')
})

test('a copied element uses attribute sets; of a copied document nothing is left to use them', () => {
  const declarations = `<xsl:attribute-set name="s"><xsl:attribute name="x">1</xsl:attribute></xsl:attribute-set>
    <xsl:template match="/ | a"><xsl:copy use-attribute-sets="s"><xsl:apply-templates/></xsl:copy></xsl:template>`
  expect(transform(declarations)).toBe('<a x="1"/>')
})

test('a deep tree is copied without the stack being needed', () => {
  const wrap = `<xsl:template name="wrap"><xsl:param name="n"/><xsl:choose>
      <xsl:when test="$n = 0"/><xsl:otherwise><w><xsl:call-template name="wrap"><xsl:with-param name="n" select="$n - 1"/></xsl:call-template></w></xsl:otherwise>
    </xsl:choose></xsl:template>
    <xsl:template match="/"><xsl:variable name="deep"><xsl:call-template name="wrap"><xsl:with-param name="n" select="500"/></xsl:call-template></xsl:variable>
      <xsl:copy-of select="$deep"/><xsl:value-of select="count($deep//w)"/></xsl:template>`
  expect(transform(wrap)).toBe(`${'<w>'.repeat(499)}<w/>${'</w>'.repeat(499)}500`)
})
