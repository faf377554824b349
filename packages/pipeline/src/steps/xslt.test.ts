import { fromText } from '@xeerkat/xml'
import { compileStylesheet, parseTree } from '@xeerkat/xslt'
import { expect, test } from 'vitest'
import { xpath } from '../expression.ts'
import { failure, load, run } from '../fixtures/pipelines.ts'
import { pipeline } from '../pipeline.ts'
import { xslt } from './xslt.ts'

const sheet = (body: string): string =>
  `<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">${body}</xsl:stylesheet>`
const stats = sheet('<xsl:template match="/ping"><ping-stats count="{@count}" elapsed="{@count * 2}"/></xsl:template>')

test('a document is transformed', async () => {
  expect(await run('<p:xslt src="stats.xsl"/>', '<ping count="3"/>', { 'stats.xsl': stats })).toBe(
    '<ping-stats count="3" elapsed="6"/>',
  )
})

test('stylesheets are a chain', async () => {
  const wrap = sheet('<xsl:template match="/"><w><xsl:copy-of select="."/></w></xsl:template>')
  const steps = '<p:xslt src="w.xsl"/><p:xslt src="w.xsl"/>'
  expect(await run(steps, '<a/>', { 'w.xsl': wrap })).toBe('<w><w><a/></w></w>')
})

test('its parameters are the pipeline’s by name, and what p:with-param says of this document', async () => {
  const files = {
    'a.xsl': sheet(
      '<xsl:param name="x"/><xsl:param name="y" select="0"/><xsl:template match="/"><a x="{$x}" y="{$y}"/></xsl:template>',
    ),
  }
  const steps =
    '<s:param name="x" default="1"/><s:param name="z" default="9"/><p:xslt src="a.xsl"><p:with-param name="y" select="count(//b) + $z"/></p:xslt>'
  expect(await run(steps, '<b/>', files)).toBe('<a x="1" y="10"/>')
  expect(await run(steps, '<b/>', files, { parameters: { x: '2' } })).toBe('<a x="2" y="10"/>')
})

test('in TypeScript it is the same', async () => {
  const stylesheet = compileStylesheet(
    parseTree(sheet('<xsl:param name="n"/><xsl:template match="/"><a n="{$n}"/></xsl:template>')),
  )
  const made = pipeline({
    name: 'built',
    steps: [xslt(stylesheet, { parameters: new Map([['n', xpath('count(//*)')]]) })],
  })
  expect((await made.run(fromText('<b><c/></b>'))).text).toBe('<a n="2"/>')
})

test('imports and document() reach the pipeline’s own folder, relative to the stylesheet', async () => {
  const files = {
    'x/main.xsl': sheet(
      '<xsl:import href="../lib/base.xsl"/><xsl:template match="/"><a><xsl:call-template name="b"/><xsl:value-of select="document(\'data.xml\')/d"/></a></xsl:template>',
    ),
    'lib/base.xsl': sheet('<xsl:template name="b">b</xsl:template>'),
    'x/data.xml': '<d>c</d>',
  }
  expect(await run('<p:xslt src="x/main.xsl"/>', '<z/>', files)).toBe('<a>bc</a>')
})

test.each([
  'file:///etc/passwd',
  '/etc/passwd',
  '../../etc/passwd',
  'http://169.254.169.254/',
  '%2e%2e/%2e%2e/etc/passwd',
])('document(%s) reads nothing, and says so', async (href) => {
  const asked: string[] = []
  const read = (name: string): string | undefined => {
    asked.push(name)
    return name === 'a.xsl'
      ? sheet(`<xsl:template match="/"><a><xsl:copy-of select="document('${href}')"/></a></xsl:template>`)
      : undefined
  }
  using made = await load('<p:xslt src="a.xsl"/>', {}, { capabilities: { read } })
  const error = await failure(made.run(fromText('<z/>')))
  expect(error).toMatchObject({ code: 'ERR_PIPELINE_RESOURCE', step: 'p:xslt' })
  expect(error.message).toContain(href)
  expect(asked).toEqual(['a.xsl'])
})

test('what comes up in a stylesheet says where in it', async () => {
  const files = {
    'a.xsl': sheet('\n<xsl:template match="/">\n<xsl:message terminate="yes">enough</xsl:message></xsl:template>'),
  }
  const error = await failure(run('<p:xslt src="a.xsl"/>', '<z/>', files))
  expect(error).toMatchObject({ code: 'ERR_PIPELINE_STEP', step: 'p:xslt', position: { line: 2, column: 1 } })
  expect(error.message).toMatch(/enough.*a\.xsl, line 3/)
})

test('a result without an element is no document', async () => {
  const error = await failure(
    run('<p:xslt src="a.xsl"/>', '<z/>', { 'a.xsl': sheet('<xsl:template match="/">text</xsl:template>') }),
  )
  expect(error.message).toBe('what the steps made is no XML document: "text" stands outside its element')
})
