import { expect, test } from 'vitest'
import { compileText, instantiate, stylesheet, transform } from '../fixtures/transform.ts'
import { createBudget } from '../budget.ts'
import { parseTree } from './parse-tree.ts'

test.each([
  ['what is no stylesheet', '<a/>', 'it is not xsl:stylesheet'],
  ['another element of XSLT', '<xsl:template xmlns:xsl="http://www.w3.org/1999/XSL/Transform"/>', 'is no stylesheet'],
  ['a stylesheet without a version', '<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform"/>', '"version"'],
  ['text at the top level', stylesheet('text'), 'text'],
  ['an element in no namespace at the top level', stylesheet('<a/>'), 'must be in a namespace'],
  ['an unknown declaration', stylesheet('<xsl:functions/>'), '<xsl:functions> may not stand'],
  ['an instruction at the top level', stylesheet('<xsl:if test="1"/>'), '<xsl:if> may not stand'],
  ['a template that nothing can get to', stylesheet('<xsl:template/>'), '"match" or "name"'],
  ['a mode without a pattern', stylesheet('<xsl:template name="t" mode="m"/>'), 'may not have a mode'],
  [
    'two templates of one name',
    stylesheet('<xsl:template name="t"/><xsl:template name="t"/>'),
    'another template named "t"',
  ],
  ['two variables of one name', stylesheet('<xsl:variable name="v"/><xsl:param name="v"/>'), 'another top-level "v"'],
  ['a priority that is no number', stylesheet('<xsl:template match="a" priority="high"/>'), '"high" is no priority'],
  [
    'a parameter that comes late',
    stylesheet('<xsl:template match="a"><b/><xsl:param name="p"/></xsl:template>'),
    'must come before',
  ],
  ['a misspelt attribute', stylesheet('<xsl:template mtach="a"/>'), 'has no attribute "mtach"'],
  ['a prefix that is not declared', stylesheet('<xsl:template match="p:a"/>'), 'p:a'],
  [
    'an attribute set that is not there',
    stylesheet('<xsl:template match="a"><b xsl:use-attribute-sets="s"/></xsl:template>'),
    'no attribute set named "s"',
  ],
  [
    'an excluded prefix that is not declared',
    stylesheet('<xsl:template match="a"><b/></xsl:template>', 'exclude-result-prefixes="p"'),
    '"p" in "exclude-result-prefixes"',
  ],
  [
    'a decimal format of two meanings',
    stylesheet('<xsl:decimal-format/><xsl:decimal-format NaN="-"/>'),
    'another <xsl:decimal-format>',
  ],
  ['a symbol of two characters', stylesheet('<xsl:decimal-format digit="##"/>'), 'must be one character'],
  ['a method that is not there', stylesheet('<xsl:output method="pdf"/>'), 'not "pdf"'],
  ['a flag that is none', stylesheet('<xsl:output indent="maybe"/>'), 'is "yes" or "no", not "maybe"'],
])('%s is refused', (_, text, message) => {
  expect(() => compileText(text)).toThrow(expect.objectContaining({ message: expect.stringContaining(message) }))
})

test('an error says the file, the line and the column', () => {
  const text = stylesheet('\n\n   <xsl:template match="a"><b c="{1 +}"/></xsl:template>')
  expect(() => compileText(text)).toThrow(
    expect.objectContaining({
      code: 'ERR_XPATH_SYNTAX',
      message: expect.stringMatching(/1 \+.*\(memory:\/main\.xsl, line 3, column 28\)$/),
      position: { line: 3, column: 28 },
    }),
  )
})

test('so does one that comes up later', () => {
  const body = '\n<b>\n<xsl:apply-templates select="string(.)"/></b>'
  expect(() => instantiate(body)).toThrow(expect.objectContaining({ position: { line: 3, column: 1 } }))
})

test.each([
  ['unknown declarations are ignored', '<xsl:functions/><xsl:template match="/">1</xsl:template>', '1'],
  [
    'unknown attributes are ignored',
    '<xsl:template match="/" as="x"><xsl:if test="1" x="y">1</xsl:if></xsl:template>',
    '1',
  ],
  [
    'fallbacks are taken',
    '<xsl:template match="/"><xsl:sequence select="1 to 2"><xsl:fallback>1</xsl:fallback><xsl:fallback>2</xsl:fallback></xsl:sequence></xsl:template>',
    '12',
  ],
  [
    'what is not come upon is no error',
    '<xsl:template match="/"><xsl:if test="0"><xsl:sequence/><xsl:value-of select="1 to 2"/></xsl:if>1</xsl:template>',
    '1',
  ],
])('in a stylesheet of a later version, %s', (_, declarations, expected) => {
  expect(transform(declarations, { attributes: 'version="2.0"' })).toBe(expected)
})

test.each([
  ['an unknown instruction', '<xsl:sequence/>', '<xsl:sequence> is not known'],
  ['a wrong expression', '<xsl:value-of select="1 to 2"/>', '1 to 2'],
])('in a stylesheet of a later version, %s is an error once it is come upon', (_, body, message) => {
  expect(() => instantiate(body, { attributes: 'version="2.0"' })).toThrow(
    expect.objectContaining({ message: expect.stringContaining(message) }),
  )
})

test('extension elements fall back', () => {
  const attributes = 'xmlns:e="urn:e" extension-element-prefixes="e"'
  expect(instantiate('<e:x><xsl:fallback>1</xsl:fallback>no</e:x>', { attributes })).toBe('1')
  expect(() => instantiate('<e:x/>', { attributes })).toThrow('the instruction <e:x> is not known')
})

test('a large stylesheet is compiled like a small one', () => {
  const body = `<b>${'<c/>'.repeat(100_000)}</b>`
  expect(instantiate(body).length).toBe(body.length)
})

test('messages are told of, and may end the transformation', () => {
  const said: [string, boolean][] = []
  const message = (text: string, terminate: boolean) => said.push([text, terminate])
  expect(instantiate('<xsl:message>a<b>c</b></xsl:message>1', { message })).toBe('1')
  expect(() => instantiate('<xsl:message terminate="yes">enough</xsl:message>', { message })).toThrow(
    expect.objectContaining({ code: 'ERR_XSLT_TERMINATED', message: expect.stringContaining('enough') }),
  )
  expect(said).toEqual([
    ['ac', false],
    ['enough', true],
  ])
})

test('the names of parameters are known', () => {
  const sheet = compileText(
    stylesheet('<xsl:param name="a"/><xsl:param name="p:b" xmlns:p="u"/><xsl:variable name="c"/>'),
  )
  expect(sheet.parameters).toEqual(['a', '{u}b'])
})

test('a stylesheet keeps nothing from one transformation to the next', () => {
  const sheet = compileText(
    stylesheet(`<xsl:key name="k" match="b" use="@i"/><xsl:variable name="v" select="count(//b)"/>
      <xsl:template match="/"><xsl:value-of select="concat($v, ':', key('k', '1'), generate-id())"/></xsl:template>`),
  )
  const text = (source: string) => sheet.transform(parseTree(source)).children[0]?.value
  expect(text('<a><b i="1">x</b></a>')).toBe('1:xid1')
  expect(text('<a><b i="1">y</b><b/></a>')).toBe('2:yid1')
})

test('a stylesheet may be used within itself', () => {
  const sheet = compileText(
    stylesheet(
      `<xsl:key name="k" match="*" use="name()"/><xsl:template match="/"><xsl:value-of select="concat(key('k', 'a'), f:again(.), key('k', 'a'))"/></xsl:template>`,
      'xmlns:f="urn:f"',
    ),
    {
      functions: new Map([
        [
          '{urn:f}again',
          ({ node, budget }) =>
            node.children[0]?.localName === 'a' && budget !== inner
              ? (sheet.transform(parseTree('<a>inner</a>'), { budget: inner }).children[0]?.value ?? '')
              : '-',
        ],
      ]),
    },
  )
  const inner = createBudget()
  expect(sheet.transform(parseTree('<a>outer</a>')).children[0]?.value).toBe('outerinner-innerouter')
})

test('an error quotes an expression, but not all of one that is endless', () => {
  const wrong = (length: number) => `<xsl:value-of select="${'a + '.repeat(length)}]"/>`
  expect(() => instantiate(wrong(2))).toThrow('"a + a + ]"')
  const quoting = (): string => instantiate(wrong(20_000))
  expect(quoting).toThrow(expect.objectContaining({ message: expect.stringMatching(/^.{1,400}$/) }))
})
