import { readFileSync } from 'node:fs'
import { groupIri, peerIri, type Verb, writeInstruction } from '@xeerkat/agent-vm'
import { compileSchema, element, fromText } from '@xeerkat/xml'
import { describe, expect, test } from 'vitest'

const AGENT = 'http://www.xeerkat.org/Vocabulary/Agent/2005/1/0'
const AGENT_2026 = 'http://www.xeerkat.org/Vocabulary/Agent/2026/1/0'
const AD = 'http://www.xeerkat.org/Vocabulary/Agent/Ad/2005/1/0'
const SERVICES = 'http://www.mathgrid.org/Vocabulary/Services/2005/1/0'

const ROLE = 'http://www.xeerkat.org/Agents/Roles/Examples/Ping/Worker'
const PEER = 'urn:libp2p:12D3KooWQYzV3FXhUhGHUvsVb2jq3DDwYjAZ8fBtAE6N9mZ3sVvK'
const DIGEST = '0'.repeat(64)
const GROUP = 'urn:xeerkat:group:world'

const read = (schema: string) => readFileSync(new URL(`../../schema/${schema}`, import.meta.url), 'utf8')

async function violations(schema: string, document: string): Promise<readonly string[]> {
  using compiled = await compileSchema(read(schema))
  return compiled.validate(fromText(document)).map(({ message }) => message)
}

/** The paper's declarations, letter for letter; what is between the tags of its print is not. */
const printed: Readonly<Record<string, readonly string[]>> = {
  'agent.xsd': [
    `<xs:element name='hire' xmlns:xs='http://www.w3.org/2001/XMLSchema'> <xs:complexType> <xs:attribute type='xs:anyURI' use='required' name='from'/> <xs:attribute type='xs:anyURI' use='required' name='group'/> <xs:attribute type='xs:anyURI' use='required' name='role'/> </xs:complexType> </xs:element> <xs:element name='refuse' xmlns:xs='http://www.w3.org/2001/XMLSchema'> <xs:complexType> <xs:attribute type='xs:anyURI' use='required' name='from'/> <xs:attribute type='xs:anyURI' use='required' name='role'/> </xs:complexType> </xs:element> <xs:element name='accept' xmlns:xs='http://www.w3.org/2001/XMLSchema'> <xs:complexType> <xs:attribute type='xs:anyURI' use='required' name='from'/> <xs:attribute type='xs:anyURI' use='required' name='role'/> </xs:complexType> </xs:element>`,
    `<xs:element name='resign' xmlns:xs='http://www.w3.org/2001/XMLSchema'> <xs:complexType> <xs:attribute type='xs:anyURI' use='required' name='from'/> <xs:attribute type='xs:anyURI' use='required' name='group'/> <xs:attribute type='xs:anyURI' use='required' name='role'/> </xs:complexType> </xs:element> <xs:element name='dismiss' xmlns:xs='http://www.w3.org/2001/XMLSchema'> <xs:complexType> <xs:attribute type='xs:anyURI' use='required' name='from'/> <xs:attribute type='xs:anyURI' use='required' name='role'/> </xs:complexType> </xs:element>`,
  ],
  'agent-ad.xsd': [
    `<xs:element type='my:AgentAdvertisement' name='agent' xmlns:xs='http://www.w3.org/2001/XMLSchema'/> <xs:complexType name='AgentAdvertisement' xmlns:xs='http://www.w3.org/2001/XMLSchema'> <xs:sequence> <xs:element name='types'> <xs:complexType> <xs:sequence> <xs:element type='xs:anyURI' minOccurs='0' name='type' maxOccurs='unbounded'/> </xs:sequence> </xs:complexType> </xs:element> </xs:sequence> <xs:attribute type='xs:anyURI' use='required' name='id'/> <xs:attribute type='xs:anyURI' use='required' name='peer'/> <xs:attribute type='xs:anyURI' use='required' name='pipe'/> </xs:complexType>`,
  ],
  'ping.xsd': [
    `<xs:element name='ping-request' xmlns:xs='http://www.w3.org/2001/XMLSchema'> <xs:complexType> <xs:attribute type='xs:int' use='required' name='count'/> <xs:attribute type='xs:int' name='idle-max'/> <xs:attribute type='xs:int' name='hire-limit'/> </xs:complexType> </xs:element>`,
    `<xs:element name='ping' xmlns:xs='http://www.w3.org/2001/XMLSchema'> <xs:complexType> <xs:attribute type='xs:int' use='required' name='count'/> </xs:complexType> </xs:element>`,
    `<xs:element name='ping-stats' xmlns:xs='http://www.w3.org/2001/XMLSchema'> <xs:complexType> <xs:attribute type='xs:int' use='required' name='count'/> <xs:attribute type='xs:int' use='required' name='failures'/> <xs:attribute type='xs:int' use='required' name='elapsed'/> </xs:complexType> </xs:element>`,
  ],
}

test.each(Object.entries(printed))(
  '%s has the declarations of the paper as they are printed',
  (schema, declarations) => {
    const text = read(schema).replaceAll(/>\s+</g, '> <')
    for (const declaration of declarations) expect(text).toContain(declaration)
  },
)

/** A document, and changes of which each makes it invalid: what is replaced, and by what. */
interface Instance {
  readonly schema: string
  readonly valid: string
  readonly invalid: readonly (readonly [from: string | RegExp, to: string])[]
}

const instances: Readonly<Record<string, Instance>> = {
  'Example 1: hire': instruction('hire', `from="${PEER}" group="${GROUP}" role="${ROLE}"`),
  'Example 1: refuse': instruction('refuse', `from="${PEER}" role="${ROLE}"`),
  'Example 1: accept': instruction('accept', `from="${PEER}" role="${ROLE}"`),
  'Example 2: resign': instruction('resign', `from="${PEER}" group="${GROUP}" role="${ROLE}"`),
  'Example 2: dismiss': instruction('dismiss', `from="${PEER}" role="${ROLE}"`),
  'Example 3: agent': {
    schema: 'agent-ad.xsd',
    valid: `<ad:agent xmlns:ad="${AD}" id="${PEER}/agent" peer="${PEER}" pipe="${PEER}/xeerkat/pipe/1.0.0"><types><type>${ROLE}</type><type>${ROLE}2</type></types></ad:agent>`,
    invalid: [
      [/ id="[^"]*"/, ''],
      [/ peer="[^"]*"/, ''],
      [/ pipe="[^"]*"/, ''],
      [/<types>.*<\/types>/, ''],
      ['<types>', '<types/><types>'],
      [/type>/g, 'role>'],
      [/peer="[^"]*"/, 'peer="%"'],
      ['<type>', '<type>%'],
    ],
  },
  'Example 3: agent without roles': {
    schema: 'agent-ad.xsd',
    valid: `<agent xmlns="${AD}" id="urn:a" peer="urn:p" pipe="urn:i"><types xmlns=""/></agent>`,
    invalid: [['<types xmlns=""/>', '<types/>']],
  },
  'Example 5: ping-request': {
    schema: 'ping.xsd',
    valid: '<ping-request count="1000" idle-max="5000" hire-limit="4"/>',
    invalid: [
      [' count="1000"', ''],
      ['"1000"', '"9007199254740993"'],
      ['"1000"', '"2147483648"'],
      ['"1000"', '""'],
      ['"4"', '"four"'],
      ['"5000"', '"5.5"'],
      ['idle-max', 'idleMax'],
      ['/>', '>now</ping-request>'],
      ['<ping-request', '<ping-request xmlns="urn:other"'],
    ],
  },
  'Example 5: ping-request with nothing but a count': {
    schema: 'ping.xsd',
    valid: '<ping-request count="-2147483648"/>',
    invalid: [['"-2147483648"', '"-2147483649"']],
  },
  'Example 6: ping': {
    schema: 'ping.xsd',
    valid: '<ping count="0"/>',
    invalid: [
      [' count="0"', ''],
      ['"0"', '"0x0"'],
      ['/>', ' failures="0"/>'],
    ],
  },
  'Example 7: ping-stats': {
    schema: 'ping.xsd',
    valid: '<ping-stats count="1000" failures="0" elapsed="123"/>',
    invalid: [
      [' count="1000"', ''],
      [' failures="0"', ''],
      [' elapsed="123"', ''],
      ['"123"', '"123 ms"'],
      ['/>', '><ping count="0"/></ping-stats>'],
    ],
  },
  'Example 4: message': {
    schema: 'services.xsd',
    valid: `<mg:message xmlns:mg="${SERVICES}" ref="abc">Your message has been successfully queued.</mg:message>`,
    invalid: [
      [' ref="abc"', ''],
      ['ref="abc"', 'ref="abc" state="lost"'],
      ['ref="abc"', 'ref="abc" done="-1"'],
      ['Your', '<b/>Your'],
    ],
  },
  'a message that says how far it is': {
    schema: 'services.xsd',
    valid: `<message xmlns="${SERVICES}" ref="a" state="working" done="3" total="10">The response is not available yet.</message>`,
    invalid: [['"10"', '"ten"']],
  },
  'Example 4: error': {
    schema: 'services.xsd',
    valid: `<mg:error xmlns:mg="${SERVICES}">Your document was not valid due to: ping lacks the attribute count</mg:error>`,
    invalid: [
      [/mg:error/g, 'mg:fault'],
      ['<mg:error ', '<mg:error code="1" '],
      ['Your', '<b/>Your'],
    ],
  },
  'a list of services': {
    schema: 'services.xsd',
    valid: `<services xmlns="${SERVICES}"><service element="ping-request" role="${ROLE}" title="Ping" schema="/schemas/ping-request.xsd"><example>&lt;ping-request count="1"/></example></service><service namespace="urn:n" element="a" role="${ROLE}" learned="true"/></services>`,
    invalid: [
      [' element="ping-request"', ''],
      [` role="${ROLE}" title`, ' title'],
      ['"ping-request"', '"ping request"'],
      ['&lt;ping-request count="1"/>', '<ping-request count="1"/>'],
    ],
  },
  'a question for the status': {
    schema: 'agent-2026.xsd',
    valid: `<status xmlns="${AGENT_2026}"/>`,
    invalid: [['/>', '>?</status>']],
  },
  'a status': {
    schema: 'agent-2026.xsd',
    valid: `<status xmlns="${AGENT_2026}" peer="${PEER}" draining="false" max-hires="64"><group iri="${GROUP}"/><role iri="${ROLE}"/><contract id="000102030405060708090a0b0c0d0e0f" peer="${PEER}" role="${ROLE}" side="worker" state="engaged" open="2"/></status>`,
    invalid: [
      ['"false"', '"no"'],
      ['"64"', '"-64"'],
      ['<role iri', '<role name'],
      ['"worker"', '"both"'],
      ['0e0f"', '0e0F"'],
      [' open="2"', ''],
      ['<group', '<gruppe'],
    ],
  },
  ...Object.fromEntries(
    (
      [
        ['<shutdown/>', '<shutdown now="true"/>'],
        ['<shutting-down/>', '<shutting-down>soon</shutting-down>'],
        [`<upgrade module="./mine.js" sha256="${DIGEST}"/>`, `<upgrade sha256="${DIGEST}"/>`],
        [`<upgraded module="@lab/roles" sha256="${DIGEST}"/>`, '<upgraded module="@lab/roles" sha256="0"/>'],
        ['<unsupported name="upgrade"/>', '<unsupported/>'],
        ['<progress done="3" total="10"/>', '<progress total="10"/>'],
        ['<progress done="0"/>', '<progress done="0" total="half"/>'],
        ['<reminder of="000102030405060708090a0b0c0d0e0f"/>', '<reminder of="1"/>'],
        ['<missing of="000102030405060708090a0b0c0d0e0f"/>', '<missing/>'],
      ] as const
    ).map(([valid, invalid]) => {
      const within = (text: string) => text.replace(/^<[\w-]+/, `$& xmlns="${AGENT_2026}"`)
      return [valid, { schema: 'agent-2026.xsd', valid: within(valid), invalid: [[/^.*$/, within(invalid)]] }] as const
    }),
  ),
  'an advertisement of services': {
    schema: 'agent-2026.xsd',
    valid: `<service xmlns="${AGENT_2026}" id="${PEER}/service/1" peer="${PEER}" role="${ROLE}" title="Ping"><accepts namespace="" name="ping-request" title="Pings"><schema>&lt;xs:schema/></schema><example>&lt;ping/></example></accepts><accepts namespace="urn:n" name="a"/></service>`,
    invalid: [
      [` role="${ROLE}"`, ''],
      [' name="ping-request"', ''],
      [' namespace=""', ''],
      ['&lt;xs:schema/>', '<schema/>'],
    ],
  },
  'an advertisement of a host': {
    schema: 'agent-2026.xsd',
    valid: `<host xmlns="${AGENT_2026}" id="${PEER}/host" peer="${PEER}" slots="64" free="63" cores="8" memory="16384" platform="linux-x64" version="24.21.0"/>`,
    invalid: [
      [' free="63"', ''],
      ['"8"', '"0"'],
      ['"16384"', '"16 GiB"'],
    ],
  },
  'an advertisement of a host that has hours': {
    schema: 'agent-2026.xsd',
    valid: `<host xmlns="${AGENT_2026}" id="${PEER}/host" peer="${PEER}" available="false" until="2026-01-05T18:00:00.000Z" slots="64" free="63" cores="8" memory="16384" platform="linux-x64" version="24.21.0"/>`,
    invalid: [
      ['"false"', '"no"'],
      ['2026-01-05T18', '18'],
    ],
  },
}

describe.each(Object.entries(instances))('%s', (_, { schema, valid, invalid }) => {
  test('is valid', async () => {
    expect(await violations(schema, valid)).toEqual([])
  })

  test.each(invalid)('is not with %s as %s', async (from, to) => {
    const changed = valid.replace(from, to)
    expect(changed).not.toBe(valid)
    expect(await violations(schema, changed)).not.toEqual([])
  })
})

test.each<Verb>(['hire', 'refuse', 'accept', 'resign', 'dismiss'])('our own %s is valid', async (verb) => {
  const written = writeInstruction(verb, {
    from: peerIri(PEER.slice('urn:libp2p:'.length)),
    role: ROLE,
    group: groupIri(GROUP),
  })
  expect(await violations('agent.xsd', written.text)).toEqual([])
})

test('what a schema says of a document is what its author can act on', async () => {
  using compiled = await compileSchema(read('ping.xsd'))
  expect(compiled.validate(element('ping-request', { count: 'many' }))).toEqual([
    {
      message: 'the attribute count of <ping-request> is "many", which is no whole number of 32 bits (xs:int)',
      line: 1,
      column: 1,
    },
  ])
})

function instruction(verb: string, attributes: string): Instance {
  return {
    schema: 'agent.xsd',
    valid: `<${verb} xmlns="${AGENT}" ${attributes}/>`,
    invalid: [
      ...attributes.split(' ').map((attribute) => [` ${attribute}`, ''] as const),
      [`"${ROLE}"`, '"%"'],
      ['/>', ' reason="busy"/>'],
      ['/>', `>busy</${verb}>`],
      [AGENT, `${AGENT}/`],
      [verb, `${verb}s`],
    ],
  }
}
