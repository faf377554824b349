import { expect, test } from 'vitest'
import { instantiate, transform } from '../../fixtures/transform.ts'

const source = '<a><s><p/><p/><q/><p/></s><s><p/><s><p/><p/></s></s></a>'

const numbered = (attributes: string) =>
  `<xsl:template match="p"><xsl:number ${attributes}/>,<xsl:apply-templates/></xsl:template>`

test.each([
  ['', '1,2,3,1,1,2,'],
  ['count="*"', '1,2,4,1,1,2,'],
  ['level="any"', '1,2,3,4,5,6,'],
  ['level="any" from="s"', '1,2,3,1,1,2,'],
  ['level="any" count="p | q"', '1,2,4,5,6,7,'],
  ['level="multiple" count="s | p" format="1.1"', '1.1,1.2,1.3,2.1,2.2.1,2.2.2,'],
  ['level="multiple" count="s | p" from="s" format="1.1"', '1,2,3,1,1,2,'],
  ['count="s"', '1,1,1,2,1,1,'],
  ['count="nothing"', ',,,,,,'],
])('<xsl:number %s/>', (attributes, expected) => {
  expect(transform(numbered(attributes), { source })).toBe(expected)
})

test('nodes are numbered right in whatever order they come', () => {
  const declarations = `<xsl:template match="/"><xsl:apply-templates select="//p"><xsl:sort select="position()" data-type="number" order="descending"/></xsl:apply-templates></xsl:template>
    ${numbered('level="any"')}`
  expect(transform(declarations, { source })).toBe('6,5,4,3,2,1,')
})

test('what a variable makes a pattern match is counted anew', () => {
  const declarations = `<xsl:template match="p | q"><xsl:variable name="name" select="name()"/><xsl:number count="*[name() = $name]"/>,<xsl:number
    level="any" count="*[name() = $name]"/>;</xsl:template>`
  expect(transform(declarations, { source: '<a><p/><q/><p/><q/></a>' })).toBe('1,1;1,1;2,2;2,2;')
})

test.each([
  ['value="3" format="i"', 'iii'],
  ['value="2.5"', '3'],
  ['value="1234567" grouping-separator="," grouping-size="3"', '1,234,567'],
  ['value="0"', '0'],
  ['value="-1"', '-1'],
  ['value="\'x\'"', 'NaN'],
  ['value="1 div 0"', 'Infinity'],
  ['value="5" format="(a)"', '(e)'],
])('<xsl:number %s/>', (attributes, expected) => {
  expect(instantiate(`<xsl:number ${attributes}/>`)).toBe(expected)
})

test.each([
  ['level="deep"', 'ERR_XSLT_STYLESHEET'],
  ['count="1+"', 'ERR_XPATH_SYNTAX'],
  ['value="1" grouping-separator="," grouping-size="{-1}"', 'ERR_XSLT_DYNAMIC'],
])('<xsl:number %s/> is an error', (attributes, code) => {
  expect(() => instantiate(`<xsl:number ${attributes}/>`)).toThrow(expect.objectContaining({ code }))
})
