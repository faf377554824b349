import { readFile } from 'node:fs/promises'
import { peerIri, pipeIri, roleIri } from '@xeerkat/agent-vm'
import { compileSchema, fromText } from '@xeerkat/xml'
import { describe, expect, test } from 'vitest'
import { AD_NAMESPACE, type AgentAd, readAgentAd, writeAgentAd } from './ad.ts'

const peer = peerIri('12D3KooWExample')
const ad: AgentAd = {
  id: 'urn:example:agent',
  peer,
  pipe: pipeIri(peer),
  types: [roleIri('urn:example:b'), roleIri('urn:example:a'), roleIri('http://例え.jp/役割')],
}

test('an agent ad is read as it was written, its types in their order', () => {
  expect(readAgentAd(writeAgentAd(ad))).toEqual(ad)
})

test('an agent ad without types is one', () => {
  expect(readAgentAd(writeAgentAd({ ...ad, types: [] })).types).toEqual([])
})

test("what is written is valid against the paper's schema", async () => {
  using schema = await compileSchema(await readFile(new URL('../../../schema/agent-ad.xsd', import.meta.url), 'utf8'))
  expect(schema.validate(writeAgentAd(ad))).toEqual([])
  expect(schema.validate(writeAgentAd({ ...ad, types: [] }))).toEqual([])
  expect(schema.validate(fromText(`<agent xmlns="${AD_NAMESPACE}"/>`))).not.toEqual([])
})

describe('children are accepted', () => {
  const start = `id="urn:example:agent" peer="${peer}" pipe="${pipeIri(peer)}"`
  const documents = {
    'in no namespace': `<a:agent xmlns:a="${AD_NAMESPACE}" ${start}><types><type>urn:x:1</type></types></a:agent>`,
    "in the ad's namespace": `<agent xmlns="${AD_NAMESPACE}" ${start}><types><type>urn:x:1</type></types></agent>`,
    'of both kinds': `<a:agent xmlns:a="${AD_NAMESPACE}" ${start}><a:types><type>urn:x:1</type></a:types></a:agent>`,
    'with white space around': `<a:agent xmlns:a="${AD_NAMESPACE}" ${start}>
      <types>
        <type>
          urn:x:1
        </type>
      </types></a:agent>`,
    'beside others': `<a:agent xmlns:a="${AD_NAMESPACE}" ${start} a:more="1"><a:note/><types><type>urn:x:1</type></types></a:agent>`,
  }
  for (const [name, text] of Object.entries(documents))
    test(name, () => {
      expect(readAgentAd(fromText(text)).types).toEqual(['urn:x:1'])
    })
})

describe('refused is', () => {
  const text = writeAgentAd(ad).text
  const documents = {
    'another element': text.replaceAll('agent xmlns', 'agency xmlns').replace('</agent>', '</agency>'),
    'another namespace': text.replace('/2005/', '/2006/'),
    'an ad without id': text.replace(/ id="[^"]*"/, ''),
    'an ad without peer': text.replace(/ peer="[^"]*"/, ''),
    'an ad without pipe': text.replace(/ pipe="[^"]*"/, ''),
    'an ad without types': text.replace(/<types.*<\/types>/, ''),
    'an ad with types twice': text.replace(/<types.*<\/types>/, '$&$&'),
    'a type that is no IRI': text.replace('urn:example:b', 'not an iri'),
    'an id that is relative': text.replace('id="urn:example:agent"', 'id="agent"'),
    'a peer that is none': text.replace(`peer="${peer}"`, 'peer="http://example.org/"'),
    'a pipe of somebody else': text.replace('Example/xeerkat', 'ExampleToo/xeerkat'),
    'an IRI that goes on and on': text.replace('urn:example:b', `urn:example:${'b'.repeat(3000)}`),
  }
  for (const [name, document] of Object.entries(documents))
    test(name, () => {
      expect(document).not.toBe(text)
      expect(() => readAgentAd(fromText(document))).toThrow(expect.objectContaining({ code: 'ERR_AD_INVALID' }))
    })

  test('an ad of more types than allowed, read or written', () => {
    expect(() => readAgentAd(fromText(text), { maxTypes: 2 })).toThrow('more than 2')
    expect(() => writeAgentAd(ad, { maxTypes: 2 })).toThrow('more than 2')
  })
})
