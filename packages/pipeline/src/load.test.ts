import { fromText } from '@xeerkat/xml'
import { expect, test } from 'vitest'
import { failure, faults, faultsOf, folder, load, pingSchema, pipe } from './fixtures/pipelines.ts'
import { loadPipeline } from './load.ts'
import { defaultLoadLimits } from './load-limits.ts'
import { whole } from './functions.ts'

const map = '<p:map href="ping.xsd"/>'
const handler = '<p:on-error/>'
const files = { 'ping.xsd': pingSchema }

test.each([
  [
    '<p:validate assrt="true"><p:map href="ping.xsd"/></p:validate>',
    '2:1: p:validate has no attribute "assrt"; it takes assert',
  ],
  [`<p:validate assert="yes">${map}</p:validate>`, '2:1: p:validate has assert="yes"; it should be true or false'],
  ['<p:validate/>', '2:1: p:validate lacks p:map: it says which schema, as in <p:map href="ping.xsd"/>'],
  [
    '<p:validate><p:map/></p:validate>',
    '2:13: p:map lacks the attribute "href"; it should be a text that is not empty',
  ],
  ['<p:validate><p:identity/></p:validate>', '2:13: p:validate has p:map in it, not p:identity'],
  [`<p:validate>see ${map}</p:validate>`, '2:1: p:validate has the text "see" in it, where only elements may be'],
  ['<p:validate><p:map href="ping.xsd"><a/></p:map></p:validate>', '2:36: p:map has a in it, where nothing should be'],
  [
    '<p:validate><p:map href="pong.xsd"/></p:validate>',
    `2:13: "pong.xsd" cannot be read: there is no such file in the pipeline's own folder`,
  ],
  ['<p:identity role="x"/>', '2:1: p:identity has no attribute "role"; it takes none'],
  ['<p:identity><p:identity/></p:identity>', '2:13: p:identity has p:identity in it, where nothing should be'],
  ['<p:trap/>', '2:1: p:trap lacks p:on-error, as its last element'],
  [`<p:trap>${handler}<p:identity/></p:trap>`, '2:9: p:on-error should be the last element in p:trap'],
  [handler, '2:1: p:on-error may stand only in p:trap, as its last element'],
  [`<p:trap>${handler}${handler}</p:trap>`, '2:9: p:on-error should be the last element in p:trap'],
  ['<p:when test="a"/>', '2:1: p:when may stand only in p:route'],
  ['<p:route><p:when/></p:route>', '2:10: p:when lacks the attribute "test"; it should be a text that is not empty'],
  ['<p:route><p:identity/></p:route>', '2:10: p:route has p:when and p:otherwise in it, not p:identity'],
  [
    '<p:route><p:otherwise/><p:when test="a"/></p:route>',
    '2:10: p:otherwise should be the last element in p:route, and the only one of its kind',
  ],
  ['<p:template/>', '2:1: p:template lacks the element that it is to make'],
  ['<p:template><a/><b/></p:template>', '2:17: p:template makes one element, and b is a second'],
  ['<p:xslt/>', '2:1: p:xslt lacks the attribute "src"; it should be a text that is not empty'],
  ['<jmss:send/>', '2:1: jmss:send lacks the attribute "queue"; it should be a text that is not empty'],
  ['<p:pipe/>', '2:1: p:pipe may stand only in the outermost place of a pipeline document'],
  [
    '<p:sort/>',
    '2:1: p:sort is no step; in its namespace there are identity, trap, validate, template, route, xslt, subtree',
  ],
  ['<sort/>', '2:1: no steps are known in the namespace "" of sort'],
  ['text', '1:1: p:pipe has the text "text" in it, where only elements may be'],
])('%s: %s', async (steps, message) => {
  expect(await faults(steps, files)).toBe(message)
})

test.each([
  ['<a', '1:1: a start tag begins here and does not end'],
  ['<a></b>', '1:4: </b> closes <a>'],
  ['<!DOCTYPE a><a/>', '1:1: a document with a DOCTYPE is not accepted; leave it out'],
  ['', '1:1: there is no document element'],
  [
    '<pipe/>',
    '1:1: the document element is pipe, where p:pipe of http://www.smallx.com/Vocabulary/Pipeline/2005/1/0 should be',
  ],
  [
    '<p:pipe xmlns:p="urn:p"/>',
    '1:1: the document element is p:pipe of urn:p, where p:pipe of http://www.smallx.com/Vocabulary/Pipeline/2005/1/0 should be',
  ],
])('%s: %s', async (text, message) => {
  expect(await faultsOf(text)).toBe(message)
})

test('an expression that is none is a fault at its step, with its text', async () => {
  expect(await faults('<p:route>\n  <p:when test="//["/>\n</p:route>')).toMatch(/^3:3: p:when has test="\/\/\[": ./)
  expect(await faults('<p:subtree select="a["/>')).toMatch(/^2:1: p:subtree has select="a\[": ./)
  expect(await faults('<p:route><p:when test="/q:a"/></p:route>')).toMatch(/^2:10: p:when has test="\/q:a": .*q/)
})

test('a schema or a stylesheet that is none is a fault at whatever names it, with its own place', async () => {
  const wrong = {
    'a.xsd': '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:elment/></xs:schema>',
    'a.xsl':
      '<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">\n<xsl:tmplate/></xsl:stylesheet>',
  }
  expect(await faults('<p:validate>\n<p:map href="a.xsd"/></p:validate>', wrong)).toMatch(
    /^3:1: "a.xsd": the schema cannot be used: .*\(line 1\)$/,
  )
  expect(await faults('<p:xslt src="a.xsl"/>', wrong)).toMatch(
    /^2:1: "a.xsl": .*tmplate.* \(a.xsl, line 2, column 1\)$/,
  )
})

test('what is wrong in a template is told with its place in the pipeline', async () => {
  expect(await faults('<p:template>\n<a>\n  <xsl:value-of select="]"/></a></p:template>')).toMatch(/^4:3: /)
})

test('all faults are told at once, in document order, each with its place', async () => {
  const error = await failure(
    load(
      '<p:identity a=""/>\n<p:trap>\n  <b/>\n <p:on-error><p:identity b="" c=""/></p:on-error></p:trap>',
      {},
      { file: 'f.xml' },
    ),
  )
  expect(error).toMatchObject({ code: 'ERR_PIPELINE_INVALID', file: 'f.xml', position: { line: 2, column: 1 } })
  expect(error.faults.map(({ position }) => `${position?.line}:${position?.column}`)).toEqual([
    '2:1',
    '4:3',
    '5:14',
    '5:14',
  ])
  expect(error.message.split('\n')).toHaveLength(4)
})

test('no more faults are told than the bound', async () => {
  const error = await failure(load('<b/>'.repeat(100)))
  expect(error.faults).toHaveLength(defaultLoadLimits.faults)
  expect((await failure(load('<b/>'.repeat(100), {}, { loading: { faults: 3 } }))).faults).toHaveLength(3)
})

test.each([
  ['bytes', '<!--' + 'x'.repeat(2 ** 20) + '-->', /larger than 1048576 bytes/],
  ['depth', '<p:trap>'.repeat(100), /nested more than 64 deep/],
  ['steps', '<p:identity/>'.repeat(1001), /more than 1000 steps/],
])('a pipeline has a bound on %s', async (_, steps, message) => {
  const error = await failure(load(steps))
  expect(error.message).toMatch(message)
  expect(error.code).toBe('ERR_PIPELINE_LIMIT')
})

test('a pipeline has a bound on how many resources it refers to, and how large they are', async () => {
  const many = Array.from({ length: 101 }, (_, i) => `<p:validate><p:map href="${i}.xsd"/></p:validate>`).join('')
  const all = Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`${i}.xsd`, pingSchema]))
  expect(await faults(many, all)).toMatch(/refers to more than 100 resources \(limit "resources"\)$/)
  const one = '<p:validate><p:map href="ping.xsd"/></p:validate>'
  expect(await faults(one, files, { loading: { resourceBytes: 10 } })).toMatch(/larger than 10 bytes/)
})

test.each([
  '../a.xsd',
  '/etc/passwd',
  'file:///etc/passwd',
  'http://example.org/a.xsd',
  '%2e%2e/a.xsd',
  'a/../../b.xsd',
  'C:\\a.xsd',
  'a?b',
  '.',
  'a/',
])('a reference to %s is refused before anything is read', async (href) => {
  const read = (): string => expect.unreachable()
  const error = await failure(load(`<p:validate><p:map href="${href}"/></p:validate>`, {}, { capabilities: { read } }))
  expect(error.code).toBe('ERR_PIPELINE_RESOURCE')
  expect(error.message).toContain(`"${href}" is not in the pipeline's own folder; write a relative path of plain names`)
})

test('what was compiled before a fault was found is disposed of', async () => {
  let disposed = 0
  const type = {
    namespace: 'urn:x',
    localName: 'held',
    compile(_: unknown, { own }: { own: (resource: Disposable) => unknown }) {
      own({ [Symbol.dispose]: () => void disposed++ })
      return undefined
    },
  }
  await failure(load('<held xmlns="urn:x"/><b/>', {}, { steps: [type] }))
  expect(disposed).toBe(1)
  const pipeline = await load('<held xmlns="urn:x"/>', {}, { steps: [type] })
  pipeline[Symbol.dispose]()
  pipeline[Symbol.dispose]()
  expect(disposed).toBe(2)
  await expect(pipeline.run(fromText('<a/>'))).rejects.toThrow('was disposed of; load it again')
})

test('a third party adds steps of its own by qualified name, and cannot replace ours', async () => {
  const shout = whole((document) => fromText(document.text.toUpperCase()))
  const type = { namespace: 'urn:x', localName: 'shout', compile: () => shout }
  using pipeline = await load('<x:shout xmlns:x="urn:x"/>', {}, { steps: [type] })
  expect((await pipeline.run(fromText('<a>b</a>'))).text).toBe('<A>B</A>')
  expect(pipeline.stage.stages).toMatchObject([{ place: { file: 'pipeline.xml', position: { line: 2, column: 1 } } }])
  const error = await failure(loadPipeline(pipe(''), { steps: [type, type] }))
  expect(error.message).toBe('there are two kinds of steps named {urn:x}shout')
})

test('what a step type throws is a fault at its element', async () => {
  const steps = [{ namespace: 'urn:x', localName: 'bad', compile: () => expect.fail('no luck') }]
  expect(await faults('\n <bad xmlns="urn:x"/>', {}, { steps })).toBe('3:2: no luck')
})

test('the role is read off the attributes of p:pipe', async () => {
  const text = pipe(
    '<p:identity/>',
    'xmlns:m="urn:m" r:iri="http://example.org/Role" r:title="Squares" r:accepts="ping m:cube" r:schema="ping.xsd" r:example="1.xml 2.xml" r:public="true false"',
  )
  using pipeline = await loadPipeline(text, {
    capabilities: folder({ ...files, '1.xml': '<ping/>', '2.xml': '<cube/>' }),
  })
  expect(pipeline.role).toEqual({
    iri: 'http://example.org/Role',
    title: 'Squares',
    accepts: [
      { namespace: '', localName: 'ping', schema: pingSchema, example: '<ping/>', public: true },
      { namespace: 'urn:m', localName: 'cube', schema: pingSchema, example: '<cube/>', public: false },
    ],
  })
  using plain = await load('')
  expect(plain.role).toBeUndefined()
})

test.each([
  ['r:title="x"', 'p:pipe says something of a role, but not its iri'],
  ['r:iri="x"', `the role's iri is "x"; it should be absolute, as in http://example.org/Role`],
  ['r:iri="urn:x" r:name="x"', 'p:pipe has r:name; a role has iri, title, accepts, schema, example, public'],
  ['r:iri="urn:x" r:accepts="q:x"', `the role's accepts has "q:x", where a name whose prefix is declared should be`],
  [
    'r:iri="urn:x" r:accepts="a b c" r:schema="ping.xsd ping.xsd"',
    `the role's schema has 2 entries for 3 accepted names; give one, or one for each`,
  ],
  [
    'r:iri="urn:x" r:accepts="a" r:schema="b.xsd"',
    `"b.xsd" cannot be read: there is no such file in the pipeline's own folder`,
  ],
  ['nme="x"', 'p:pipe has no attribute "nme"; it takes name'],
])('%s: %s', async (attributes, message) => {
  expect(await faultsOf(pipe('', attributes), { capabilities: folder(files) })).toBe(`1:1: ${message}`)
})
