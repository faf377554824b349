import { expect, test } from 'vitest'
import { createBudget } from '../../budget.ts'
import { instantiate, transform } from '../../fixtures/transform.ts'

const source = '<a><b i="1">x</b><b i="2">y</b><c ref="2 1"><d>1</d><d>2</d></c></a>'
const exslt = 'xmlns:e="http://exslt.org/common" exclude-result-prefixes="e"'

test.each([
  ['count(a/b[@i = current()/a/c/d[1]])', '1'],
  ["system-property('xsl:version')", '1'],
  ["system-property('xsl:nothing')", ''],
  ["element-available('xsl:if')", 'true'],
  ["element-available('xsl:sort')", 'false'],
  ["element-available('if')", 'false'],
  ["function-available('key')", 'true'],
  ["function-available('position')", 'true'],
  ["function-available('e:node-set')", 'true'],
  ["function-available('e:nothing')", 'false'],
  ["function-available('e:nothing') and e:nothing()", 'false'],
  ['generate-id(a) = generate-id(/*)', 'true'],
  ['generate-id(a) = generate-id(a/b)', 'false'],
  ['generate-id(a/namespace::xml) = generate-id(a/namespace::xml)', 'true'],
  ['generate-id(a/nothing)', ''],
  ["unparsed-entity-uri('a')", ''],
  ["format-number(1234.5, '#,##0.00')", '1,234.50'],
  ['e:object-type(1)', 'number'],
  ["e:object-type('')", 'string'],
  ['e:object-type(true())', 'boolean'],
  ['e:object-type(a)', 'node-set'],
  ["e:node-set('x')/self::text()", 'x'],
])('%s is "%s"', (select, expected) => {
  expect(instantiate(`<xsl:value-of select="${select}"/>`, { source, attributes: exslt })).toBe(expected)
})

test('a fragment is one, and becomes nodes', () => {
  const body = `<xsl:variable name="f"><p>1</p><p>2</p></xsl:variable><xsl:value-of select="concat(e:object-type($f), sum(e:node-set($f)/p))"/>`
  expect(instantiate(body, { attributes: exslt })).toBe('RTF3')
})

test.each([
  ["key('i', '2')", 'y'],
  ["key('i', a/c/d)", 'xy'],
  ["key('i', 'nothing')", ''],
  ["key('both', '1')", 'x12'],
])('%s finds "%s"', (select, expected) => {
  const declarations = `<xsl:key name="i" match="b" use="@i"/><xsl:key name="both" match="b" use="@i"/><xsl:key name="both" match="c" use="d"/>
    <xsl:template match="/"><xsl:apply-templates select="${select}"/></xsl:template>`
  expect(transform(declarations, { source })).toBe(expected)
})

test('a key that is defined by itself is an error', () => {
  const declarations = `<xsl:key name="k" match="b" use="key('k', '1')"/><xsl:template match="/"><xsl:value-of select="key('k', '1')"/></xsl:template>`
  expect(() => transform(declarations, { source })).toThrow('is defined by itself')
})

test.each([
  ["key('nothing', '1')", 'no key named "nothing"'],
  ["format-number(1, '0', 'nothing')", 'no decimal format named "nothing"'],
  ["key('p:k', 1)", 'the prefix of "p:k" is not declared'],
  ["system-property('1')", '"1" is not a name'],
  ['key(1)', 'key() takes 2 arguments, not 1'],
  ['document()', 'document() takes 1 to 2 arguments, not 0'],
  ["document('a', 1)", 'the second argument of document() must be nodes'],
])('%s is an error', (select, message) => {
  expect(() => instantiate(`<xsl:value-of select="${select}"/>`, { files: {} })).toThrow(
    expect.objectContaining({ message: expect.stringContaining(message) }),
  )
})

const files = {
  'memory:/one.xml': '<one ref="sub/two.xml"/>',
  'memory:/sub/two.xml': '<two ref="../one.xml"/>',
}

test.each([
  ["name(document('one.xml')/*)", 'one'],
  ["name(document(document('one.xml')/one/@ref)/*)", 'two'],
  ["name(document(document('sub/two.xml')/two/@ref)/*)", 'one'],
  ["name(document('two.xml', document('sub/two.xml'))/*)", 'two'],
  ["generate-id(document('one.xml')) = generate-id(document('sub/../one.xml'))", 'true'],
  ["count(document('one.xml') | document('one.xml'))", '1'],
  ['count(document(a/nothing))', '0'],
  ["count(document('one.xml', a/nothing))", '0'],
  ["count(document('')//*[local-name() = 'template'])", '1'],
  ["generate-id(document('', a)) = generate-id(/)", 'true'],
])('%s is "%s"', (select, expected) => {
  expect(instantiate(`<xsl:value-of select="${select}"/>`, { source, files })).toBe(expected)
})

test('a document that cannot be had is an error, also without anything to read it with', () => {
  const body = `<xsl:copy-of select="document('file:///etc/passwd')"/>`
  expect(() => instantiate(body)).toThrow(expect.objectContaining({ code: 'ERR_XSLT_RESOURCE' }))
  expect(() => instantiate(body, { files })).toThrow('"file:///etc/passwd" cannot be read')
})

test('what documents take is spent from the budget', () => {
  const body = `<xsl:for-each select="//b"><xsl:value-of select="count(document(concat(position(), '.xml')))"/></xsl:for-each>`
  const read = (href: string) => ({ text: `<a>${'x'.repeat(500)}</a>`, uri: href })
  const budget = createBudget({ size: 1200 })
  expect(() => instantiate(body, { source: `<a>${'<b/>'.repeat(5)}</a>`, read, budget })).toThrow('limit "size"')
})

test('functions can be added', () => {
  const functions = new Map([['{urn:f}twice', (_: unknown, value: unknown) => `${String(value)}${String(value)}`]])
  expect(instantiate(`<xsl:value-of select="f:twice('ab')"/>`, { functions, attributes: 'xmlns:f="urn:f"' })).toBe(
    'abab',
  )
})

test('decimal formats have names', () => {
  const declarations = `<xsl:decimal-format name="p:eu" decimal-separator="," grouping-separator="."/>
    <xsl:template match="/"><xsl:value-of select="format-number(1234.5, '#.##0,0', 'p:eu')"/></xsl:template>`
  expect(transform(declarations, { attributes: 'xmlns:p="urn:p"' })).toBe('1.234,5')
})

test('attributes are IDs if they are said to be', () => {
  const body = `<xsl:value-of select="id('2')"/>`
  expect(instantiate(body, { source, isId: ({ localName }) => localName === 'i' })).toBe('y')
  expect(instantiate(body, { source })).toBe('')
})
