import { expect, test } from 'vitest'
import { instantiate } from '../../fixtures/transform.ts'

const source = '<a><b>1</b><b>2</b><b>3</b></a>'

test.each([
  ['what a test allows', '<xsl:if test="a">x</xsl:if><xsl:if test="c">y</xsl:if>z', 'xz'],
  [
    'the first that is true',
    '<xsl:choose><xsl:when test="c">1</xsl:when><xsl:when test="a">2</xsl:when><xsl:when test="a">3</xsl:when></xsl:choose>!',
    '2!',
  ],
  ['otherwise', '<xsl:choose><xsl:when test="c">1</xsl:when><xsl:otherwise>2</xsl:otherwise></xsl:choose>!', '2!'],
  ['nothing', '<xsl:choose><xsl:when test="c">1</xsl:when></xsl:choose>!', '!'],
  [
    'each node, with position and last',
    '<xsl:for-each select="a/b">{<xsl:value-of select="concat(., position(), last())"/>}</xsl:for-each>',
    '{113}{223}{333}',
  ],
  [
    'loops and choices within each other',
    '<xsl:for-each select="a/b"><xsl:choose><xsl:when test=". = 2"><xsl:for-each select="../b"><xsl:if test="position() != 2"><xsl:value-of select="."/></xsl:if></xsl:for-each></xsl:when><xsl:otherwise>-</xsl:otherwise></xsl:choose></xsl:for-each>',
    '-13-',
  ],
])('%s', (_, body, expected) => {
  expect(instantiate(body, { source })).toBe(expected)
})

test.each([
  ['an empty choice', '<xsl:choose/>'],
  ['a choice with nothing but otherwise', '<xsl:choose><xsl:otherwise/></xsl:choose>'],
  ['something after otherwise', '<xsl:choose><xsl:when test="1"/><xsl:otherwise/><xsl:when test="1"/></xsl:choose>'],
  ['when on its own', '<xsl:when test="1"/>'],
  ['sort after something else', '<xsl:for-each select="a"><b/><xsl:sort/></xsl:for-each>'],
  ['a test that is not there', '<xsl:if>x</xsl:if>'],
])('%s is an error of the stylesheet', (_, body) => {
  expect(() => instantiate(body)).toThrow(expect.objectContaining({ code: 'ERR_XSLT_STYLESHEET' }))
})
