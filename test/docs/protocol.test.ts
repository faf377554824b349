import { expect, it } from 'vitest'
import { type MessageId, type PeerIri, reasons, timing } from '@xeerkat/agent-vm'
import { defaultLimits as xmlLimits } from '@xeerkat/xml'
import { dhtKey } from '../../packages/ads/src/dht-records.ts'
import { cidOf } from '../../packages/ads/src/dht-providers.ts'
import { defaultExchangeOptions } from '../../packages/ads/src/exchange.ts'
import { defaultLimits as adLimits } from '../../packages/ads/src/limits.ts'
import { groupHash, topicOf } from '../../packages/ads/src/names.ts'
import { rejections } from '../../packages/ads/src/rejection.ts'
import { AD_DOMAIN, AD_PAYLOAD_TYPE, verify } from '../../packages/ads/src/signed-ad.ts'
import { defaultStoreOptions } from '../../packages/ads/src/store.ts'
import { type Verb, writeInstruction } from '../../packages/agent-vm/src/instructions.ts'
import { employerTable, workerTable } from '../../packages/agent-vm/src/tables.ts'
import { readFrame } from '../../packages/mesh/src/decode-frame.ts'
import { frameSize, varintSize, writeFrame } from '../../packages/mesh/src/encode-frame.ts'
import { defaultLimits as meshLimits } from '../../packages/mesh/src/limits.ts'
import { blocksOf, bytesOf, read, section, tableOf, tablesOf } from './markdown.ts'

const page = read('docs/protocol.md')
const sentences = page.replaceAll(/\s+/g, ' ')

const EMPLOYER = 'urn:libp2p:12D3KooWK99VoVxNE7XzyBwXEzW7xhK7Gpv85r9F3V3fyKSUKPH5' as PeerIri
const WORKER = 'urn:libp2p:12D3KooWJWoaqZhDaoEFshF7Rh1bpY9ohihFhzcW6d69Lr2NASuq' as PeerIri
const WORLD = 'urn:xeerkat:group:world'
const PING = 'http://www.xeerkat.org/Agents/Roles/Examples/Ping/Worker'
const HIRE = '000102030405060708090a0b0c0d0e0f' as MessageId
const ACCEPT = '101112131415161718191a1b1c1d1e1f' as MessageId

it.each([
  ["The employer's side", employerTable],
  ["The worker's side", workerTable],
] as const)('prints the states of: %s', (title, code) => {
  const { header, rows } = tableOf(page, title, 'state')
  const printed = rows.map(([state, ...cells]) => [
    state,
    Object.fromEntries(cells.map((cell, i) => [header[i + 1], cell]).filter(([, next]) => next !== '')),
  ])
  expect(Object.fromEntries(printed)).toEqual(code)
})

it('gives the times that the code keeps', () => {
  expect(numbers('Times', 'time')).toEqual(timing)
})

it.each([
  ['Frames', meshLimits],
  ['Frames', xmlLimits],
  ['The envelope', { ...adLimits, ...defaultStoreOptions }],
  ['Exchange with neighbours', defaultExchangeOptions],
] as const)('gives limits as the code has them: %s, %#', (title, code) => {
  const known = new Map<string, unknown>(Object.entries(code))
  const all = tablesOf(section(page, title)).filter(({ header }) => header[0] === 'limit')
  const table = all.find(({ rows }) => known.has(rows[0]?.[0] ?? ''))
  expect(table).toBeDefined()
  for (const [name = '', value] of table?.rows ?? []) expect([name, Number(value)]).toEqual([name, known.get(name)])
})

it('lists every bound on XML and on ads', () => {
  const named = (title: string) => tablesOf(section(page, title)).flatMap(({ rows }) => rows.map(([name]) => name))
  expect(named('Frames')).toEqual(expect.arrayContaining(Object.keys(xmlLimits)))
  expect(named('The envelope')).toEqual(
    expect.arrayContaining([...Object.keys(adLimits), ...Object.keys(defaultStoreOptions)]),
  )
})

it('lists the reasons', () => {
  expect(tableOf(page, 'Reasons', 'reason').rows.map(([reason]) => reason)).toEqual([...reasons])
})

it('lists why an ad is not believed, and whose fault that is', () => {
  const printed = tableOf(page, 'The envelope', 'failure').rows.map(([name, blame, meaning]) => [
    name,
    { blame: blame === 'yes', meaning },
  ])
  expect(Object.fromEntries(printed)).toEqual(rejections)
})

it('lists why a message changes nothing', () => {
  const source = read('packages/agent-vm/src/events.ts')
  const [, union = ''] = /export type Dropped =((?:\s+\| '[a-z-]+')+)/.exec(source) ?? []
  const whys = [...union.matchAll(/'([a-z-]+)'/g)].map(([, why]) => why)
  expect(whys.length).toBeGreaterThan(0)
  const printed = tableOf(page, 'Security', 'why').rows.map(([why]) => why)
  expect(new Set(printed)).toEqual(new Set(whys))
})

it.each<[Verb, PeerIri, MessageId, MessageId | undefined]>([
  ['hire', EMPLOYER, HIRE, undefined],
  ['accept', WORKER, ACCEPT, HIRE],
])('shows the bytes that the code sends and reads: %s', (verb, from, id, replyTo) => {
  const document = writeInstruction(verb, { from, role: PING, group: WORLD })
  const message = { id, engagement: HIRE, ...(replyTo && { replyTo }), document }
  const size = frameSize(message)
  const bytes = Buffer.alloc(varintSize(size) + size)
  writeFrame(message, size, bytes, 0)
  const printed = Buffer.from(dump(verb))
  expect(printed.toString('hex')).toBe(bytes.toString('hex'))
  const back = readFrame(printed, varintSize(size), printed.length, { attachments: 1 })
  expect({ ...back, document: back.document?.text }).toEqual({ ...message, document: document.text })
})

it('shows the bytes of an ad that is to be believed', async () => {
  const bytes = dump('ad')
  const verdict = await verify(bytes, { ...adLimits, now: 1_767_225_600_000 })
  if (!verdict.ok) throw new Error(verdict.reason)
  expect(verdict.ad).toMatchObject({
    id: `${WORKER}/agent`,
    peer: WORKER,
    group: WORLD,
    sequence: 1_767_225_600_000,
    expires: 1_767_226_200_000,
    withdrawn: false,
    kinds: [PING],
  })
  expect(verdict.ad.addresses.map(String)).toEqual(['/ip4/192.0.2.7/tcp/4001'])
  const altered = bytes.with(200, (bytes[200] ?? 0) ^ 1)
  expect(await verify(altered, { ...adLimits, now: 1_767_225_600_000 })).toMatchObject({ reason: 'bad-signature' })
  expect(sentences).toContain(`domain string \`${AD_DOMAIN}\` and the payload type \`${AD_PAYLOAD_TYPE}\``)
})

it('gives the hashes, keys and topics that the code makes', async () => {
  const group = groupHash(WORLD as never)
  const topic = topicOf(WORLD as never, PING)
  expect(section(page, 'Groups and topics')).toContain(`group hash  ${group}\ntopic       ${topic}\n`)
  expect(section(page, 'DHT')).toContain(`\`${cidOf(topic).toString()}\``)
  const verdict = await verify(dump('ad'), { ...adLimits, now: 1_767_225_600_000 })
  if (!verdict.ok) throw new Error(verdict.reason)
  const key = new TextDecoder().decode(dhtKey(verdict.ad.peerId, WORLD as never, PING))
  expect(key).toBe(`/xeerkat-ad/${WORKER.slice('urn:libp2p:'.length)}/${group}`)
})

it.each([
  ['message AdRecord {', 'packages/ads/src/ad-record.ts'],
  ['message Frame {', 'packages/ads/src/frame.ts'],
])('numbers the fields as the code does: %s', (start, file) => {
  const block = blocksOf(page).find(({ language, text }) => language === 'proto' && text.startsWith(start))
  expect(fieldsOf(block?.text ?? '', start)).toEqual(fieldsOf(read(file), start))
})

/** Name and number of each field of the message that begins so. */
function fieldsOf(text: string, start: string): string[] {
  const from = text.indexOf(start)
  expect(from).toBeGreaterThanOrEqual(0)
  const [, ...lines] = text
    .slice(from)
    .split(/^[ *]*}$/m, 1)
    .join('')
    .split('\n')
  const fields = lines.flatMap((line) => /([a-z]+ = [0-9]+);/.exec(line)?.[1] ?? [])
  expect(fields.length).toBeGreaterThan(0)
  return fields
}

function numbers(title: string, first: string): Record<string, number> {
  return Object.fromEntries(tableOf(page, title, first).rows.map(([name = '', value]) => [name, Number(value)]))
}

function dump(name: string): Uint8Array {
  const block = blocksOf(page).find((block) => block.language === 'hex' && block.name === name)
  if (block === undefined) throw new Error(`there is no hex block "${name}"`)
  return bytesOf(block.text)
}

/** Numbers and names that stand in sentences: what the code says, and how the page puts it. */
it.each([
  ['agent-vm/src/lease.ts', 'const TICK = 250', 'counted in ticks of 250 ms'],
  ['agent-vm/src/mailbox.ts', 'MAX_MAILBOX = 1_024', 'at most 1,024 unanswered in one engagement'],
  ['agent-vm/src/serve.ts', 'MAX_REMEMBERED = 4_096', 'the verdicts of its last 4,096 hires'],
  ['agent-vm/src/serve.ts', 'PROGRESS_INTERVAL = 250', 'At most four a second'],
  ['agent-vm/src/asks.ts', 'BYTES_PER_TICK = 65_536', 'a tick of 250 ms for every 64 KiB'],
  ['agent-vm/src/answer-cache.ts', 'maxAnswers = 256, maxBytes = 16 << 20', 'the last 256 answers, of 16 MiB together'],
  ['agent-vm/src/dispatch.ts', "'urn:xeerkat:role:unknown'", '`urn:xeerkat:role:unknown`'],
  ['agent-vm/src/iris.ts', 'MAX_IRI_LENGTH = 2048', 'at most 2048 characters'],
  ['mesh/src/pipes.ts', 'PIPE_STREAMS = 4', 'at most 4 streams of this protocol'],
  ['mesh/src/limits.ts', 'documentStreams: 4', 'more than 4 such streams open'],
  ['mesh/src/outbound.ts', '`${PIPE_PROTOCOL}/document`', '`/xeerkat/pipe/1.0.0/document`'],
  ['mesh/src/dht.ts', "'/xeerkat/kad/1.0.0'", '`/xeerkat/kad/1.0.0`'],
  ['mesh/src/node.ts', "'_xeerkat._udp.local'", '`_xeerkat._udp.local`'],
  ['mesh/src/gossip.ts', 'globalSignaturePolicy: StrictSign', "gossipsub's strict signing"],
  ['ads/src/frame.ts', 'MAX_GROUPS = 256', 'at most 256 groups'],
  ['ads/src/frame.ts', 'MAX_ITEMS = 4096', '4,096 of `have`, `want` and `ads` together'],
  ['ads/src/options.ts', 'antiEntropy = 10_000', 'about every 10 s with one of them'],
  ['ads/src/discovery.ts', 'ttl = 10 * 60_000', 'Hosts give theirs ten minutes'],
  ['ads/src/bearer.ts', "SCHEME = 'xeerkat-ad:'", '`xeerkat-ad:` and the envelope in base64url'],
])('says in its sentences what the code does: %s, %s', (file, code, phrase) => {
  expect(read(`packages/${file}`)).toContain(code)
  expect(sentences).toContain(phrase)
})
