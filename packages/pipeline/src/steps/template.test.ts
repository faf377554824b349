import { fromText } from '@xeerkat/xml'
import { parseTree } from '@xeerkat/xslt'
import { expect, test } from 'vitest'
import { load, run } from '../fixtures/pipelines.ts'
import { pipeline } from '../pipeline.ts'
import { template } from './template.ts'

test.each([
  ['literal elements, text and attributes', '<a b="c">d<e/></a>', '<a b="c">d<e/></a>'],
  ['xsl:text and xsl:value-of', '<a><xsl:text> x </xsl:text><xsl:value-of select="/list/i[2]"/></a>', '<a> x 2</a>'],
  ['attribute value templates', '<a n="{count(//i)} of {{3}}"/>', '<a n="3 of {3}"/>'],
  [
    'xsl:for-each',
    '<a><xsl:for-each select="//i"><b><xsl:value-of select="."/></b></xsl:for-each></a>',
    '<a><b>1</b><b>2</b><b>3</b></a>',
  ],
  [
    'an instruction as the template',
    '<xsl:element name="a{1+1}"><xsl:copy-of select="//i[1]"/></xsl:element>',
    '<a2><i>1</i></a2>',
  ],
  ['white space between elements left out', '<a>\n  <b/>\n</a>', '<a><b/></a>'],
])('a template: %s', async (_, content, expected) => {
  expect(await run(`<p:template>${content}</p:template>`, '<list><i>1</i><i>2</i><i>3</i></list>')).toBe(expected)
})

test.each([
  ['<m:a xmlns:m="urn:m"/>', '<m:a xmlns:m="urn:m"/>'],
  ['<a xmlns:m="urn:m"><m:b/></a>', '<a xmlns:m="urn:m"><m:b/></a>'],
  ['<a xmlns:m="urn:m"><b><xsl:value-of select="count(/m:x)"/></b></a>', '<a><b>0</b></a>'],
  ['<a><b xmlns:m="urn:m" n="{count(/m:x)}"/></a>', '<a><b n="0"/></a>'],
  ['<a xmlns:m="urn:m" m:n=""/>', '<a xmlns:m="urn:m" m:n=""/>'],
  [
    '<a xmlns:xs="http://www.w3.org/2001/XMLSchema" type="xs:int"/>',
    '<a xmlns:xs="http://www.w3.org/2001/XMLSchema" type="xs:int"/>',
  ],
  ['<a xmlns="urn:d"><b/></a>', '<a xmlns="urn:d"><b/></a>'],
  ['<xsl:element name="a" xmlns="urn:d"><b/></xsl:element>', '<a xmlns="urn:d"><b/></a>'],
])('%s: of the namespaces in scope, the result declares those that it uses', async (content, expected) => {
  expect(await run(`<p:template>${content}</p:template>`, '<x/>')).toBe(expected)
})

test('the pipeline’s parameters are its variables, in XML and in TypeScript', async () => {
  using loaded = await load('<s:param name="who" default="you"/><p:template><a to="{$who}"/></p:template>')
  expect((await loaded.run(fromText('<x/>'))).text).toBe('<a to="you"/>')
  expect((await loaded.run(fromText('<x/>'), { parameters: { who: 'me' } })).text).toBe('<a to="me"/>')
  const [content] = parseTree('<a to="{$who}"/>').children
  const built = pipeline({
    name: 'built',
    parameters: [{ name: 'who', value: 'you' }],
    steps: [template(content!, { parameters: ['who'] })],
  })
  expect((await built.run(fromText('<x/>'))).text).toBe('<a to="you"/>')
})
