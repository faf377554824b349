import { expect, test } from 'vitest'
import { instantiate, transform } from '../../fixtures/transform.ts'

test.each([
  ['what is selected', '<xsl:variable name="v" select="1+1"/><xsl:value-of select="$v"/>', '2'],
  [
    'a tree',
    '<xsl:variable name="v"><b>x</b>y</xsl:variable><xsl:value-of select="$v"/><xsl:copy-of select="$v"/>',
    'xy<b>x</b>y',
  ],
  ['nothing', '[<xsl:variable name="v"/><xsl:value-of select="$v"/>]', '[]'],
  [
    'a true tree, even if it is empty',
    '<xsl:variable name="v"><xsl:if test="0">x</xsl:if></xsl:variable><xsl:value-of select="boolean($v)"/>',
    'true',
  ],
  [
    'another value in another branch',
    '<xsl:choose><xsl:when test="0"/><xsl:otherwise><xsl:variable name="v" select="1"/><xsl:value-of select="$v"/></xsl:otherwise></xsl:choose><xsl:if test="1"><xsl:variable name="v" select="2"/><xsl:value-of select="$v"/></xsl:if>',
    '12',
  ],
])('a variable holds %s', (_, body, expected) => {
  expect(instantiate(body)).toBe(expected)
})

test('after its parent has ended, a local variable no longer hides a global one', () => {
  const declarations = `<xsl:variable name="v" select="'global'"/>
    <xsl:template match="/"><r><xsl:variable name="v" select="'local'"/><xsl:value-of select="$v"/></r>
      <xsl:for-each select="a | a/b"><s><xsl:value-of select="$v"/><xsl:variable name="v" select="'loop'"/><xsl:value-of select="$v"/></s></xsl:for-each>
    </xsl:template>`
  expect(transform(declarations, { source: '<a><b/></a>' })).toBe('<r>local</r><s>globalloop</s><s>globalloop</s>')
})

test('global variables may stand in any order', () => {
  const declarations = `<xsl:template match="/"><xsl:value-of select="$a"/></xsl:template>
    <xsl:variable name="a" select="$b + 1"/><xsl:variable name="b"><xsl:value-of select="count(//*)"/></xsl:variable>`
  expect(transform(declarations)).toBe('2')
})

test('a variable that is never asked for is never found out', () => {
  const declarations = `<xsl:variable name="v" select="document('nowhere.xml')"/><xsl:template match="/">fine</xsl:template>`
  expect(transform(declarations)).toBe('fine')
})

test.each([
  ['itself', '<xsl:variable name="a" select="$a"/>'],
  [
    'another that needs it',
    '<xsl:variable name="a" select="$b"/><xsl:variable name="b"><xsl:value-of select="$a"/></xsl:variable>',
  ],
  [
    'what a template makes of it',
    '<xsl:variable name="a"><xsl:call-template name="t"/></xsl:variable><xsl:template name="t"><xsl:value-of select="$a"/></xsl:template>',
  ],
])('a variable defined by %s is an error', (_, declarations) => {
  expect(() => transform(`${declarations}<xsl:template match="/"><xsl:value-of select="$a"/></xsl:template>`)).toThrow(
    'is defined by itself',
  )
})

test('a pattern sees global variables, whatever the template before bound', () => {
  const declarations = `<xsl:variable name="v" select="'2'"/>
    <xsl:template match="b"><xsl:variable name="v" select="'1'"/>-</xsl:template>
    <xsl:template match="b[. = $v]">found</xsl:template>`
  expect(transform(declarations, { source: '<a><b>1</b><b>1</b><b>2</b></a>' })).toBe('--found')
})

test('parameters given from outside count instead of their defaults, and only for parameters', () => {
  const declarations = `<xsl:param name="p" select="'default'"/><xsl:param name="q" select="'default'"/><xsl:variable name="v" select="'own'"/>
    <xsl:template match="/"><xsl:value-of select="concat($p, ' ', $q, ' ', $v)"/></xsl:template>`
  const parameters = new Map([
    ['p', 'given'],
    ['v', 'given'],
    ['unknown', 'given'],
  ])
  expect(transform(declarations, { parameters })).toBe('given default own')
})

test.each([
  ['a variable bound twice in a template', '<xsl:variable name="v"/><b><xsl:variable name="v"/></b>'],
  ['both "select" and content', '<xsl:variable name="v" select="1">2</xsl:variable>'],
  ['a variable without a name', '<xsl:variable/>'],
  [
    'a parameter that is given twice',
    '<xsl:apply-templates><xsl:with-param name="p"/><xsl:with-param name="p"/></xsl:apply-templates>',
  ],
])('%s is an error', (_, body) => {
  expect(() => instantiate(body)).toThrow(expect.objectContaining({ code: 'ERR_XSLT_STYLESHEET' }))
})

test('a variable that nobody binds is an error, and the error says where', () => {
  expect(() => instantiate('\n <xsl:value-of select="$nothing"/>')).toThrow(
    expect.objectContaining({ message: expect.stringMatching(/nothing.*memory:\/main\.xsl, line 2, column 2/) }),
  )
})
