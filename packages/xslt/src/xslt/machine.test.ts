import { expect, test } from 'vitest'
import { createBudget } from '../budget.ts'
import { createTreeBuilder } from '../tree/build.ts'
import { compileText, instantiate, stylesheet, transform } from '../fixtures/transform.ts'

const countdown = `<xsl:template name="t"><xsl:param name="n"/><xsl:choose>
    <xsl:when test="$n &gt; 0"><n><xsl:if test="true()"><xsl:call-template name="t"><xsl:with-param name="n" select="$n - 1"/></xsl:call-template></xsl:if></n></xsl:when>
    <xsl:otherwise>end</xsl:otherwise>
  </xsl:choose></xsl:template>`

const start = (n: number) =>
  `<xsl:template match="/"><xsl:call-template name="t"><xsl:with-param name="n" select="${n}"/></xsl:call-template></xsl:template>`

test('templates call each other as deep as they may by default', () => {
  expect(transform(countdown + start(998))).toBe(`${'<n>'.repeat(998)}end${'</n>'.repeat(998)}`)
})

test('deeper than the stack could be, if they may', () => {
  const depth = 30_000
  expect(transform(countdown + start(depth), { budget: createBudget({ depth: depth + 2 }) })).toBe(
    `${'<n>'.repeat(depth)}end${'</n>'.repeat(depth)}`,
  )
})

const deep = (depth: number) => {
  const builder = createTreeBuilder()
  const name = { prefix: '', localName: 'e', namespace: '' }
  for (let i = 0; i < depth; i++) builder.add({ type: 'start-element', ...name, attributes: [], declarations: [] })
  for (let i = 0; i < depth; i++) builder.add({ type: 'end-element', ...name })
  return builder.document
}

const identity = `<xsl:template match="@* | node()"><xsl:copy><xsl:apply-templates select="@* | node()"/></xsl:copy></xsl:template>`

test('templates are applied through a thousand nested elements', () => {
  const result = compileText(stylesheet(identity)).transform(deep(1000))
  let depth = 0
  for (let at = result.children[0]; at !== undefined; at = at.children[0]) depth++
  expect(depth).toBe(1000)
})

test('the built-in rules go as deep as the source is', () => {
  const sheet = stylesheet(
    `<xsl:template match="/"><xsl:apply-templates/><xsl:value-of select="count(//e)"/></xsl:template>`,
  )
  expect(compileText(sheet).transform(deep(50_000)).children[0]?.value).toBe('50000')
})

test.each([
  ['a template that calls itself', '<xsl:template name="t" match="/"><xsl:call-template name="t"/></xsl:template>'],
  ['a template applied to its own node', '<xsl:template match="/"><xsl:apply-templates select="."/></xsl:template>'],
  [
    'templates that call each other within loops',
    '<xsl:template match="/" name="t"><xsl:for-each select="."><xsl:call-template name="t"/></xsl:for-each></xsl:template>',
  ],
  [
    'a variable in each round',
    '<xsl:template match="/" name="t"><xsl:variable name="v"><xsl:call-template name="t"/></xsl:variable></xsl:template>',
  ],
])('%s ends at the bound on depth', (_, declarations) => {
  expect(() => transform(declarations)).toThrow(
    expect.objectContaining({ code: 'ERR_XSLT_LIMIT', message: expect.stringMatching(/limit "depth".*line 1/) }),
  )
})

test('a budget that was passed on one transformation is not deeper for the next', () => {
  const budget = createBudget({ depth: 902 })
  for (let i = 0; i < 3; i++)
    expect(() => transform(countdown + start(2000), { budget })).toThrow(
      expect.objectContaining({ code: 'ERR_XSLT_LIMIT' }),
    )
  expect(() => transform(countdown + start(900), { budget })).not.toThrow()
})

test('a chain of variables longer than the stack is a limit, too, and not a crash', () => {
  const variables = Array.from({ length: 20_000 }, (_, i) => `<xsl:variable name="v${i}" select="$v${i + 1}"/>`)
  const declarations = `${variables.join('')}<xsl:variable name="v20000" select="1"/><xsl:template match="/"><xsl:value-of select="$v0"/></xsl:template>`
  expect(() => transform(declarations)).toThrow(expect.objectContaining({ code: 'ERR_XSLT_LIMIT' }))
})

test.each([
  ['text', '<xsl:value-of select="$long"/>'],
  ['copies', '<xsl:copy-of select="/"/>'],
  ['attributes', '<b><xsl:attribute name="c{position()}"><xsl:value-of select="$long"/></xsl:attribute></b>'],
  ['comments', '<xsl:comment><xsl:value-of select="$long"/></xsl:comment>'],
])('%s beyond the bound on size end the transformation', (_, instruction) => {
  const declarations = `<xsl:variable name="long" select="'0123456789012345678901234567890123456789'"/>
    <xsl:template match="/"><xsl:for-each select="//b"><xsl:copy-of select="'x'"/>${instruction}</xsl:for-each></xsl:template>`
  const source = `<a>${'<b>xxxxxxxxxx</b>'.repeat(100)}</a>`
  expect(() => transform(declarations, { source, budget: createBudget({ size: 1000 }) })).toThrow(
    expect.objectContaining({ code: 'ERR_XSLT_LIMIT', message: expect.stringContaining('limit "size"') }),
  )
})

test.each([
  ['elements', '<b/>'],
  ['copies', '<xsl:copy-of select="/"/>'],
  ['attributes', '<b><xsl:attribute name="c"/></b>'],
  ['comments', '<xsl:comment/>'],
  ['variables', '<xsl:variable name="v"><b/></xsl:variable>'],
])('%s beyond the bound on nodes end the transformation', (_, instruction) => {
  const loop = `<xsl:template match="/"><xsl:for-each select="//b">${instruction}</xsl:for-each></xsl:template>`
  const source = `<a>${'<b/>'.repeat(100)}</a>`
  expect(() => transform(loop, { source, budget: createBudget({ nodes: 99 }) })).toThrow(
    expect.objectContaining({ code: 'ERR_XSLT_LIMIT', message: expect.stringContaining('made more than 99 nodes') }),
  )
})

test('a text that doubles ends at the bound on size, and where that is higher, at what a string can be', () => {
  const twice = '<xsl:call-template name="t"><xsl:with-param name="s" select="concat($s, $s)"/></xsl:call-template>'
  const declarations = `<xsl:template match="/" name="t"><xsl:param name="s" select="'xx'"/>${twice}</xsl:template>`
  expect(() => transform(declarations)).toThrow(/built text of more than 268435456 characters.*line 1/)
  const budget = createBudget({ size: 2 ** 40 })
  expect(() => transform(declarations, { budget })).toThrow(/built a text longer than a string can be.*line 1/)
})

test('an aborted transformation throws what it was aborted for', () => {
  const loops = '<xsl:for-each select="//b"><xsl:for-each select="//b"><xsl:if test="0"/></xsl:for-each></xsl:for-each>'
  const signal = AbortSignal.abort(new Error('enough'))
  expect(() =>
    instantiate(loops, { source: `<a>${'<b/>'.repeat(200)}</a>`, budget: createBudget({ signal }) }),
  ).toThrow('enough')
})
