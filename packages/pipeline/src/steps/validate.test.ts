import { expect, test } from 'vitest'
import { failure, faults, load, pingSchema, run } from '../fixtures/pipelines.ts'

const XS = 'xmlns:xs="http://www.w3.org/2001/XMLSchema"'
const one = '<p:validate><p:map href="ping.xsd"/></p:validate>'
const files = { 'ping.xsd': pingSchema }

test('what is valid passes as it came, byte for byte', async () => {
  const ping = `<?xml version="1.0"?><ping   count='1'></ping>`
  expect(await run(one, ping, files)).toBe(ping)
})

test('what is not valid is an error with every complaint, and its place', async () => {
  const error = await failure(run(one, '<ping count="x"\n y=""/>', files))
  expect(error).toMatchObject({ code: 'ERR_PIPELINE_NOT_VALID', step: 'p:validate', position: { line: 2, column: 1 } })
  expect(error.message).toMatch(
    /no whole number .*\(line 1, column 1\); <ping> may not have an attribute y \(line 1, column 1\)$|may not have an attribute y.*; .*no whole number/,
  )
})

test('assert="false" lets pass what is not valid', async () => {
  expect(await run(one.replace('<p:validate', '<p:validate assert="false"'), '<pong/>', files)).toBe('<pong/>')
})

test('every schema must find it valid', async () => {
  const other = `<xs:schema ${XS}><xs:element name="ping"><xs:complexType><xs:attribute name="count"><xs:simpleType><xs:restriction base="xs:int"><xs:maxInclusive value="9"/></xs:restriction></xs:simpleType></xs:attribute></xs:complexType></xs:element></xs:schema>`
  const both = '<p:validate><p:map href="ping.xsd"/><p:map href="small.xsd"/></p:validate>'
  expect(await run(both, '<ping count="9"/>', { ...files, 'small.xsd': other })).toBe('<ping count="9"/>')
  expect((await failure(run(both, '<ping count="10"/>', { ...files, 'small.xsd': other }))).message).toContain('9')
})

test('a schema may be for documents of one namespace', async () => {
  const b = `<xs:schema ${XS} targetNamespace="urn:b"><xs:element name="b"/></xs:schema>`
  const mapped = '<p:validate><p:map href="ping.xsd" namespace=""/><p:map href="b.xsd" namespace="urn:b"/></p:validate>'
  const all = { ...files, 'b.xsd': b }
  expect(await run(mapped, '<ping count="1"/>', all)).toBe('<ping count="1"/>')
  expect(await run(mapped, '<b xmlns="urn:b"/>', all)).toBe('<b xmlns="urn:b"/>')
  expect((await failure(run(mapped, '<c xmlns="urn:c"/>', all))).message).toBe(
    'there is no schema for the namespace "urn:c"',
  )
})

test('what a schema imports and includes comes from the pipeline’s folder, relative to whatever refers to it', async () => {
  const all = {
    's/main.xsd': `<xs:schema ${XS} xmlns:t="urn:t"><xs:include schemaLocation="./types/int.xsd"/><xs:import namespace="urn:t" schemaLocation="../t/t.xsd"/><xs:element name="a"><xs:complexType><xs:attribute name="n" type="small"/><xs:attribute ref="t:x"/></xs:complexType></xs:element></xs:schema>`,
    's/types/int.xsd': `<xs:schema ${XS}><xs:include schemaLocation="base/small.xsd"/></xs:schema>`,
    's/types/base/small.xsd': `<xs:schema ${XS}><xs:simpleType name="small"><xs:restriction base="xs:int"><xs:maxInclusive value="9"/></xs:restriction></xs:simpleType></xs:schema>`,
    't/t.xsd': `<xs:schema ${XS} targetNamespace="urn:t"><xs:attribute name="x" type="xs:boolean"/></xs:schema>`,
  }
  const steps = '<p:validate><p:map href="s/main.xsd"/></p:validate>'
  expect(await run(steps, '<a n="9" xmlns:t="urn:t" t:x="true"/>', all)).toContain('<a')
  expect((await failure(run(steps, '<a n="10"/>', all))).message).toContain("('9')")
  expect((await failure(run(steps, '<a xmlns:t="urn:t" t:x="x"/>', all))).message).toContain('true or false')
})

test.each(['../ping.xsd', 'http://example.org/ping.xsd', '/ping.xsd'])(
  'a schema that includes %s is refused',
  async (location) => {
    const schema = `<xs:schema ${XS}><xs:include schemaLocation="${location}"/></xs:schema>`
    const error = await failure(load('<p:validate><p:map href="a.xsd"/></p:validate>', { 'a.xsd': schema }))
    expect(error.code).toBe('ERR_PIPELINE_RESOURCE')
    expect(error.message).toContain(`"${location}" is not in the pipeline's own folder`)
  },
)

test('a schema with a DOCTYPE, an entity bomb say, is refused', async () => {
  const bomb = `<!DOCTYPE s [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><xs:schema ${XS}>&b;</xs:schema>`
  expect(await faults('<p:validate><p:map href="a.xsd"/></p:validate>', { 'a.xsd': bomb })).toMatch(
    /^2:13: "a.xsd": .*DOCTYPE/,
  )
})

test('RELAX NG is known by its name', async () => {
  const RNG = 'xmlns="http://relaxng.org/ns/structure/1.0"'
  const all = {
    'a.rng': `<grammar ${RNG}><include href="parts/b.rng"/><start><ref name="a"/></start></grammar>`,
    'parts/b.rng': `<grammar ${RNG}><define name="a"><element name="a"><empty/></element></define></grammar>`,
  }
  const steps = '<p:validate><p:map href="a.rng"/></p:validate>'
  expect(await run(steps, '<a/>', all)).toBe('<a/>')
  expect((await failure(run(steps, '<b/>', all))).code).toBe('ERR_PIPELINE_NOT_VALID')
})
