import { expect, test, vi } from 'vitest'
import { fromText } from './read.ts'
import { compileRelaxNg, type RelaxNgOptions } from './relax-ng.ts'

// libxml2 is loaded by the first test.
vi.setConfig({ testTimeout: 30_000 })

const namespaces =
  'xmlns="http://relaxng.org/ns/structure/1.0" datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes"'
const grammar = (content: string) => `<grammar ${namespaces}>${content}</grammar>`
const start = (content: string) => grammar(`<start>${content}</start>`)

const list = start(`
  <element name="list">
    <oneOrMore>
      <element name="item">
        <attribute name="n"><data type="int"/></attribute>
        <optional><attribute name="side"><value>left</value></attribute></optional>
      </element>
    </oneOrMore>
  </element>`)

async function violations(rng: string, document: string, options?: RelaxNgOptions) {
  using compiled = await compileRelaxNg(rng, options)
  return compiled.validate(fromText(document))
}

test('a valid document has no violations', async () => {
  expect(await violations(list, '<list><item n="1" side="left"/></list>')).toEqual([])
})

test.each([
  ['<other/>', '<other> stands where <list> should'],
  ['<o:list xmlns:o="urn:o"/>', '<list> should be in no namespace'],
  ['<list/>', 'an element lacks an element in it'],
  ['<list><item/></list>', '<item> lacks an attribute, or has one with a wrong value'],
  ['<list><item n="x"/></list>', '"x" is not of the type int'],
  ['<list><item n="1" o="2"/></list>', '<item> may not have this attribute o'],
  ['<list><item n="1" side="up"/></list>', '<item> may not have this attribute side'],
  ['<list><item n="1">x</item></list>', '<item> may not have this text in it'],
  ['<list><item n="1"><a/></item></list>', '<item> may not have <a> here'],
  ['<list>x<item n="1"/></list>', '<list> may not have text in it'],
  ['<list><thing/></list>', '<thing> may not stand here'],
])('%s: %s', async (document, message) => {
  expect((await violations(list, document)).map((violation) => violation.message)).toEqual([message])
})

test('a violation is where its element begins, to the column', async () => {
  const document = '<?xml version="1.0"?>\n<!--😀--><list>\r\n  <item n="1"/><!--😀--><item n="x"/>\n<item/></list>'
  const found = await violations(list, document)
  expect(found.map(({ line, column }) => [line, column])).toEqual([
    [3, 24],
    [4, 1],
  ])
})

const including = grammar(
  '<include href="types/side.rng"/><start><element name="a"><ref name="Side"/></element></start>',
)
const given = {
  'types/side.rng': grammar('<define name="Side"><externalRef href="base.rng"/></define>'),
  'types/base.rng': `<data ${namespaces} type="int"/>`,
}

test('a schema reaches others only if they are given', async () => {
  expect(await violations(including, '<a>1</a>', { resolve: given })).toEqual([])
  expect(await violations(including, '<a>x</a>', { resolve: given })).toMatchObject([
    { message: '"x" is not of the type int', line: 1, column: 1 },
  ])
  const { 'types/base.rng': _, ...without } = given
  await expect(compileRelaxNg(including, { resolve: without })).rejects.toThrow(
    'refers to types/base.rng, which is not given',
  )
})

test.each(['file:///etc/passwd', '/etc/passwd', 'package.json', 'http://other.invalid/a.rng'])(
  'a schema cannot read %s',
  async (href) => {
    const message = `refers to ${href}, which is not given`
    await expect(compileRelaxNg(start(`<externalRef href="${href}"/>`))).rejects.toThrow(message)
    await expect(compileRelaxNg(grammar(`<include href="${href}"/>`))).rejects.toThrow(message)
  },
)

test.each([
  ['no XML', 'what', 'the schema cannot be read'],
  ['another document', '<a/>', '<a> is not in the namespace of RELAX NG'],
  ['a reference to nowhere', start('<ref name="nowhere"/>'), 'Reference nowhere has no matching definition'],
  [
    'a definition within itself',
    grammar('<start><ref name="a"/></start><define name="a"><ref name="a"/></define>'),
    'cycle',
  ],
  ['a DOCTYPE', `<!DOCTYPE a>${list}`, 'DOCTYPE'],
  ['a file that includes itself', grammar('<include href="a.rng"/>'), 'recursion'],
])('a bad schema says what is wrong: %s', async (_, rng, message) => {
  const compiling = compileRelaxNg(rng, { resolve: { 'a.rng': grammar('<include href="a.rng"/>') } })
  await expect(compiling).rejects.toMatchObject({ code: 'ERR_XML_SCHEMA' })
  await expect(compiling).rejects.toThrow(message)
})

test('a document that is not well-formed is refused before it is validated', async () => {
  using compiled = await compileRelaxNg(list)
  expect(() => compiled.validate(fromText('<list>'))).toThrow(expect.objectContaining({ code: 'ERR_XML_MALFORMED' }))
})

test('a schema that was disposed of says so', async () => {
  const compiled = await compileRelaxNg(list)
  compiled[Symbol.dispose]()
  compiled[Symbol.dispose]()
  expect(() => compiled.validate(fromText('<list/>'))).toThrow('disposed')
})

test('a document with a hundred thousand faults is told of some, soon', async () => {
  const found = await violations(list, `<list>${'<item n="x"/>'.repeat(100_000)}</list>`, { maxViolations: 10 })
  expect(found.map(({ message }) => message)).toEqual(Array.from({ length: 5 }, () => '"x" is not of the type int'))
})

const twice = (part: (name: string) => string) =>
  Array.from({ length: 30 }, (_, i) => `<define name="d${i}"><group>${part(`d${i + 1}`).repeat(2)}</group></define>`)

test('what would take too long is refused', async () => {
  const item = '<item n="1"/>'
  await expect(violations(list, `<list>${item}${item}</list>`, { maxElements: 2 })).rejects.toMatchObject({
    code: 'ERR_XML_LIMIT',
  })
  await expect(compileRelaxNg(list, { maxBytes: 100 })).rejects.toThrow('larger than 100 bytes')

  const last = '<define name="d30"><optional><element name="b"><empty/></element></optional></define>'
  const doubling = twice((name) => `<ref name="${name}"/>`).join('')
  await expect(
    compileRelaxNg(grammar(`<start><element name="a"><ref name="d0"/></element></start>${doubling}${last}`)),
  ).rejects.toThrow('more than 2000 parts')

  const files = Object.fromEntries(
    Array.from({ length: 30 }, (_, i) => [`f${i}.rng`, grammar(`<include href="f${i + 1}.rng"/>`.repeat(2))]),
  )
  await expect(compileRelaxNg(grammar('<include href="f0.rng"/>'), { resolve: files })).rejects.toThrow(
    'more than 20000 parts',
  )
})

test('a document deeper than libxml2 can go is refused, and leaves libxml2 usable', async () => {
  const nested = grammar(`<start><ref name="a"/></start>
    <define name="a"><element name="a"><interleave><optional><ref name="a"/></optional><text/></interleave></element></define>`)
  using compiled = await compileRelaxNg(nested, { maxDepth: 10_000 })
  const deep = (depth: number) => fromText('<a>'.repeat(depth) + '</a>'.repeat(depth), { limits: { depth: 10_000 } })
  expect(() => compiled.validate(deep(2000))).toThrow('too deep to validate')
  expect(compiled.validate(deep(512))).toEqual([])
})

test('what is wrong with a schema many times is told once', async () => {
  const text = '<zeroOrMore><text/></zeroOrMore>'
  const conflicting = `<element name="a" xmlns="http://relaxng.org/ns/structure/1.0"><interleave>${text.repeat(4)}</interleave></element>`
  await expect(compileRelaxNg(conflicting)).rejects.toThrow(/^the schema cannot be used: [^;]* \(line 1\)$/)
})
