import { fromText, type Item } from '@xeerkat/xml'
import { expect, test } from 'vitest'
import { failure, type Files, load, run } from './fixtures/pipelines.ts'
import { streaming } from './functions.ts'
import type { PipelineLimits } from './limits.ts'
import { pipeline } from './pipeline.ts'

const sheet = (body: string): Files => ({
  'a.xsl': `<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">${body}</xsl:stylesheet>`,
})
const xslt = '<p:xslt src="a.xsl"/>'
const wide = `<a>${'<b/>'.repeat(300)}</a>`

test.each<[what: string, steps: string, files: Files, limits: Partial<PipelineLimits>, why: RegExp]>([
  [
    'a template that calls itself',
    xslt,
    sheet('<xsl:template match="/" name="t"><xsl:call-template name="t"/></xsl:template>'),
    {},
    /depth|recurse/,
  ],
  [
    'templates that apply each other',
    xslt,
    sheet('<xsl:template match="/"><xsl:apply-templates select="/"/></xsl:template>'),
    {},
    /depth|recurse/,
  ],
  [
    'a document in a document in …',
    xslt,
    sheet('<xsl:template match="/"><a><xsl:apply-templates select="/"/></a></xsl:template>'),
    {},
    /depth|recurse/,
  ],
  [
    'XPath that looks at everything for everything',
    '<p:route><p:when test="count(//*[count(//*[count(//*) > 1]) > 1]) > 1"/></p:route>',
    {},
    { steps: 1e6 },
    /1000000 steps/,
  ],
  [
    'the same, by the clock',
    '<p:route><p:when test="count(//*[count(//*[count(//*[count(//*) > 1]) > 1]) > 1]) > 1"/></p:route>',
    {},
    { time: 50 },
    /longer than 50 ms/,
  ],
  [
    'strings that double',
    xslt,
    sheet(
      '<xsl:template name="t"><xsl:param name="s"/><xsl:call-template name="t"><xsl:with-param name="s" select="concat($s, $s)"/></xsl:call-template></xsl:template><xsl:template match="/"><xsl:call-template name="t"><xsl:with-param name="s" select="\'aaaaaaaa\'"/></xsl:call-template></xsl:template>',
    ),
    { bytes: 1e6 },
    /1000000|depth|recurse|steps/,
  ],
  [
    'output without end',
    xslt,
    sheet(
      '<xsl:template match="/"><a><xsl:for-each select="//*"><xsl:for-each select="//*"><xsl:for-each select="//*"><c>ccccccccccccccccccccccccccccccc</c></xsl:for-each></xsl:for-each></xsl:for-each></a></xsl:template>',
    ),
    { bytes: 1e6 },
    /1000000/,
  ],
  [
    'an element that copies itself',
    '<p:subtree select="b"><p:template><b><xsl:copy-of select="/"/><xsl:copy-of select="/"/></b></p:template></p:subtree>'.repeat(
      12,
    ),
    {},
    { bytes: 1e5, nodes: 1e5 },
    /100000/,
  ],
  [
    'nodes without end',
    xslt,
    sheet(
      '<xsl:template match="/"><a><xsl:for-each select="//*"><xsl:copy-of select="/"/></xsl:for-each></a></xsl:template>',
    ),
    { nodes: 1e4 },
    /made more than 10000 nodes/,
  ],
  ['a parser’s limit', '<p:template><a/></p:template>', {}, { nodes: 100 }, /more than 100 nodes/],
])(
  '%s ends within its limits, and says which',
  async (_, steps, files, limits, why) => {
    const error = await failure(run(steps, wide, files, { limits }))
    expect(error.code).toBe('ERR_PIPELINE_LIMIT')
    expect(error.message).toMatch(why)
    using made = await load(steps, files)
    const answer = await made.receive(fromText(wide), { limits })
    expect(answer.root).toMatchObject({ prefix: 'c', localName: 'error-context' })
  },
  60_000,
)

const opening: Item = {
  type: 'start-element',
  prefix: '',
  localName: 'a',
  namespace: '',
  attributes: [],
  declarations: [],
}

test('items without end, and elements without an end, end', async () => {
  const limits = { bytes: 10_000, depth: 50 }
  const chatter = streaming(async function* chatter() {
    yield [opening]
    for (;;) yield [{ type: 'text', text: 'more' }]
  })
  const dive = streaming(async function* dive() {
    for (;;) yield [opening]
  })
  const of = (...steps: Parameters<typeof pipeline>[0]['steps']) =>
    failure(pipeline({ name: 'x', steps }).run(fromText('<a/>'), { limits }))
  expect((await of(chatter)).message).toContain('more than 10000 bytes')
  expect((await of(dive)).message).toContain('more than 50 deep')
})

test('a bomb in what a stylesheet loads is refused unread', async () => {
  const files = {
    ...sheet('<xsl:template match="/"><a><xsl:copy-of select="document(\'bomb.xml\')"/></a></xsl:template>'),
    'bomb.xml': '<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><b>&b;</b>',
  }
  const error = await failure(run(xslt, '<z/>', files))
  expect(error.code).toBe('ERR_PIPELINE_RESOURCE')
  expect(error.message).toContain('DOCTYPE')
})

test('a stylesheet that loads ever more documents is bounded', async () => {
  const files = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`${i}.xml`, '<d/>']))
  const all = {
    ...files,
    ...sheet(
      '<xsl:template match="/"><a><xsl:for-each select="//b"><xsl:copy-of select="document(concat(position(), \'.xml\'))"/></xsl:for-each></a></xsl:template>',
    ),
  }
  const error = await failure(run(xslt, wide, all))
  expect(error).toMatchObject({ code: 'ERR_PIPELINE_LIMIT', step: 'p:xslt' })
  expect(error.message).toContain('more than 100 resources')
})

test('a hostile document only hurts itself', async () => {
  const steps = '<p:route><p:when test="/a"><p:template><b/></p:template></p:when></p:route>'
  using made = await load(steps)
  const deep = '<a>'.repeat(300) + '</a>'.repeat(300)
  for (const text of [
    '<a',
    '<!DOCTYPE a><a/>',
    deep,
    `<a ${Array.from({ length: 300 }, (_, i) => `x${i}=""`).join(' ')}/>`,
  ]) {
    expect((await made.receive(fromText(text))).root.localName).toBe('error-context')
  }
  expect((await made.receive(fromText('<a/>'))).text).toBe('<b/>')
})

test('a thousand steps that stream are not more than the stack holds, to the end and when one of them fails', async () => {
  const renames = '<s:rename match="b" new-name="b"/>'.repeat(999)
  expect(await run(renames, wide)).toBe(wide)
  expect(await run(`<s:unwrap match="a"/>${renames}`, wide).catch(String)).toMatch(/only one may be outermost/)
  expect(await run(renames, `${wide}<`).catch(String)).toMatch(/second document element|does not end|of the input/)
}, 60_000)
