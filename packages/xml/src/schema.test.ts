import { expect, test, vi } from 'vitest'
import { fromText } from './read.ts'
import { compileSchema } from './schema.ts'
import type { SchemaOptions } from './validator.ts'

// libxml2 is loaded by the first test, and some take their time on purpose.
vi.setConfig({ testTimeout: 30_000 })

const schema = (content: string, attributes = '') =>
  `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" ${attributes}>${content}</xs:schema>`

const list = schema(`
  <xs:element name="list">
    <xs:complexType>
      <xs:sequence>
        <xs:element name="item" maxOccurs="unbounded">
          <xs:complexType>
            <xs:attribute name="n" type="xs:int" use="required"/>
            <xs:attribute name="side" type="Side"/>
          </xs:complexType>
        </xs:element>
      </xs:sequence>
    </xs:complexType>
  </xs:element>
  <xs:simpleType name="Side">
    <xs:restriction base="xs:string"><xs:enumeration value="left"/></xs:restriction>
  </xs:simpleType>`)

async function violations(xsd: string, document: string, options?: SchemaOptions) {
  using compiled = await compileSchema(xsd, options)
  return compiled.validate(fromText(document))
}

test('a valid document has no violations', async () => {
  expect(await violations(list, '<list><item n="1" side="left"/></list>')).toEqual([])
})

test.each([
  ['<other/>', 'there is no <other> in the schema'],
  ['<o:list xmlns:o="urn:o"/>', 'there is no <list> of the namespace urn:o in the schema'],
  ['<list/>', '<list> lacks <item> in it'],
  ['<list><item/></list>', '<item> lacks the attribute n'],
  ['<list><item n="x"/></list>', 'the attribute n of <item> is "x", which is no whole number of 32 bits (xs:int)'],
  ['<list><item n="1" o="2"/></list>', '<item> may not have an attribute o'],
  ['<list><item n="1">x</item></list>', '<item> may not have text in it'],
  ['<list><item n="1"><a/></item></list>', '<item> may not have elements in it'],
  ['<list>x<item n="1"/></list>', '<list> may not have text in it'],
  ['<list><thing/></list>', '<thing> stands where <item> should'],
  [
    '<list><item n="1" side="up"/></list>',
    `the attribute side of <item> has a value that is not allowed: The value 'up' is not an element of the set {'left'}.`,
  ],
])('%s: %s', async (document, message) => {
  expect((await violations(list, document)).map((violation) => violation.message)).toEqual([message])
})

test('of a list, what is wrong in it is told once', async () => {
  const rows = schema(
    '<xs:element name="row"><xs:simpleType><xs:list itemType="xs:double"/></xs:simpleType></xs:element>',
  )
  const found = await violations(rows, '<row>1 a</row>')
  expect(found.map(({ message }) => message)).toEqual(['<row> holds "a", which is no number (xs:double)'])
})

test('a value of none of several types is told in words', async () => {
  const type = '<xs:simpleType><xs:union memberTypes="xs:int xs:boolean"/></xs:simpleType>'
  const either = schema(`<xs:element name="a">${type}</xs:element>`)
  const found = await violations(either, '<a>x</a>')
  expect(found.map(({ message }) => message)).toEqual(['<a> holds "x", which is not allowed'])
})

test('a namespace name that is no URI is well-formed, but libxml2 will not have it: that is said', async () => {
  const [violation, ...more] = await violations(list, '<list xmlns:x="http://a b"><item n="1"/></list>')
  expect(violation?.message).toBe('the namespace name "http://a b" cannot be validated: it is no URI')
  expect(more).toEqual([])
})

test('a violation is where its element begins, to the column', async () => {
  const document =
    '<?xml version="1.0"?>\n<!--😀--><list>\r\n  <item n="1"/><item n="2"/> 😀 <item/><item\nn="x"/></list>'
  const found = await violations(list, document)
  expect(found.map(({ line, column }) => [line, column])).toEqual([
    [2, 9],
    [3, 32],
    [3, 39],
  ])
})

test('elements in default, prefixed and no namespaces are told apart', async () => {
  const xsd = schema(
    `<xs:element name="a"><xs:complexType><xs:sequence>
       <xs:any namespace="##any" processContents="lax" minOccurs="0" maxOccurs="unbounded"/>
     </xs:sequence></xs:complexType></xs:element>
     <xs:element name="n" type="xs:int"/>`,
    'targetNamespace="urn:a"',
  )
  const document = '<a xmlns="urn:a" xmlns:p="urn:a"><n>1</n><p:n>1</p:n><n xmlns="">x</n><p:n>x</p:n><n>x</n></a>'
  const found = await violations(xsd, document)
  expect(found.map(({ column }) => document.slice(column - 1, column + 8))).toEqual(['<p:n>x</p', '<n>x</n><'])
})

test('a document that is not well-formed is refused before it is validated', async () => {
  using compiled = await compileSchema(list)
  expect(() => compiled.validate(fromText('<list>'))).toThrow(expect.objectContaining({ code: 'ERR_XML_MALFORMED' }))
  expect(() => compiled.validate(fromText('<!DOCTYPE list><list/>'))).toThrow(
    expect.objectContaining({ code: 'ERR_XML_DOCTYPE' }),
  )
})

test.each([
  ['no XML', 'what', 'begin'],
  ['another document', '<a/>', '<a> is not the <schema>'],
  ['a type that is nowhere', schema('<xs:element name="a" type="Nowhere"/>'), 'does not resolve'],
  ['an attribute schemas do not have', schema('<xs:element name="a" colour="red"/>'), 'colour'],
  [
    'a group within itself',
    schema('<xs:group name="g"><xs:sequence><xs:group ref="g"/></xs:sequence></xs:group>'),
    'ircular',
  ],
  ['a DOCTYPE', `<!DOCTYPE a>${list}`, 'DOCTYPE'],
])('a bad schema says what is wrong: %s', async (_, xsd, message) => {
  const compiling = compileSchema(xsd)
  await expect(compiling).rejects.toThrow(expect.objectContaining({ code: 'ERR_XML_SCHEMA' }))
  if (message !== 'begin') await expect(compiling).rejects.toThrow(message)
})

const importing = schema(`
  <xs:include schemaLocation="types/side.xsd"/>
  <xs:import namespace="urn:o" schemaLocation="http://other.invalid/o.xsd"/>
  <xs:element name="a" type="Side"/>`)
const given = {
  'types/side.xsd': schema('<xs:include schemaLocation="base.xsd"/>'),
  'types/base.xsd': schema('<xs:simpleType name="Side"><xs:restriction base="xs:int"/></xs:simpleType>'),
  'http://other.invalid/o.xsd': schema('', 'targetNamespace="urn:o"'),
}

test('a schema reaches others only if they are given', async () => {
  expect(await violations(importing, '<a>1</a>', { resolve: given })).toEqual([])
  expect(await violations(importing, '<a>x</a>', { resolve: given })).toHaveLength(1)
  await expect(compileSchema(importing)).rejects.toThrow('types/side.xsd')
  const { 'http://other.invalid/o.xsd': _, ...without } = given
  await expect(compileSchema(importing, { resolve: without })).rejects.toThrow(
    'refers to http://other.invalid/o.xsd, which is not given',
  )
})

test.each(['file:///etc/passwd', '/etc/passwd', 'package.json'])('a schema cannot read %s', async (schemaLocation) => {
  const xsd = schema(`<xs:include schemaLocation="${schemaLocation}"/><xs:element name="a"/>`)
  await expect(compileSchema(xsd)).rejects.toThrow(`refers to ${schemaLocation}, which is not given`)
})

test('a document cannot name its own schema', async () => {
  const document =
    '<list xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="/etc/passwd"><item n="1"/></list>'
  expect(await violations(list, document)).toEqual([])
})

test('a schema that was disposed of says so', async () => {
  const compiled = await compileSchema(list)
  compiled[Symbol.dispose]()
  compiled[Symbol.dispose]()
  expect(() => compiled.validate(fromText('<list/>'))).toThrow('disposed')
})

test('a document with a hundred thousand faults is told of a hundred, soon', async () => {
  const began = performance.now()
  const found = await violations(list, `<list>${'<item n="x"/>'.repeat(100_000)}</list>`)
  expect(found.length).toBe(100)
  expect(found[99]?.message).toContain('is "x"')
  expect(performance.now() - began).toBeLessThan(10_000)
})

test('what would take too long is refused', async () => {
  await expect(violations(list, '<list><item n="1"/><item n="1"/></list>', { maxElements: 2 })).rejects.toThrow(
    expect.objectContaining({ code: 'ERR_XML_LIMIT' }),
  )
  await expect(compileSchema(list, { maxBytes: 100 })).rejects.toThrow('larger than 100 bytes')

  const doubling = Array.from(
    { length: 30 },
    (_, i) =>
      `<xs:group name="g${i}"><xs:sequence><xs:group ref="g${i + 1}"/><xs:group ref="g${i + 1}"/></xs:sequence></xs:group>`,
  )
  const last = '<xs:group name="g30"><xs:sequence><xs:element name="b"/></xs:sequence></xs:group>'
  await expect(compileSchema(schema([...doubling, last].join('')))).rejects.toThrow('more than 2000 parts')

  const pattern = `<xs:pattern value="${'(a|b|ab)*'.repeat(12)}c"/>`
  const slow = schema(
    `<xs:element name="a"><xs:simpleType><xs:restriction base="xs:string">${pattern}</xs:restriction></xs:simpleType></xs:element>`,
  )
  await expect(violations(slow, `<a>${'ab'.repeat(30)}</a>`)).rejects.toThrow('gave up')
})
