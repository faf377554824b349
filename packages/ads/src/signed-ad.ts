import { peerIdFromPublicKey } from '@libp2p/peer-id'
import { RecordEnvelope } from '@libp2p/peer-record'
import type { PeerId, PrivateKey } from '@libp2p/interface'
import { multiaddr, type Multiaddr } from '@multiformats/multiaddr'
import { type Advertisement, type GroupIri, groupIri, isIri, type PeerIri, peerIri } from '@xeerkat/agent-vm'
import { checkWellFormed, clark, type Document, fromBytes } from '@xeerkat/xml'
import { AGENT, readAgentAd } from './ad.ts'
import { type AdRecord, decodeRecord, encodeRecord } from './ad-record.ts'
import type { AdLimits } from './limits.ts'
import { type AdKey, adKey, type Topic, topicOf } from './names.ts'
import type { Rejection } from './rejection.ts'

/** Separates these signatures from every other use of a peer's key (libp2p RFC 0002). */
export const AD_DOMAIN = 'xeerkat-ad'
/** Says what is in the envelope; a later, incompatible record gets another. */
export const AD_PAYLOAD_TYPE = '/xeerkat/ad/1.0.0'

/** An ad as it goes from hand to hand, checked: a bearer document that needs nobody's word but its own signature. */
export interface SignedAd {
  readonly key: AdKey
  readonly id: string
  readonly peer: PeerIri
  readonly peerId: PeerId
  readonly group: GroupIri
  readonly sequence: number
  /** Milliseconds since 1970. */
  readonly expires: number
  readonly withdrawn: boolean
  readonly document: Document
  /** `{namespace}localName` of the document element. */
  readonly name: string
  /** Of an agent ad: what it says. */
  readonly agent: Advertisement | undefined
  /** What it is looked for by: the roles of an agent ad, the name of any other. */
  readonly kinds: readonly string[]
  /** One for each kind, and one for the name. */
  readonly topics: readonly Topic[]
  readonly addresses: readonly Multiaddr[]
  /** The envelope: these bytes are what travels. */
  readonly bytes: Uint8Array
}

export type Verdict =
  | { readonly ok: true; readonly ad: SignedAd }
  | { readonly ok: false; readonly reason: Rejection; readonly peer?: PeerIri }

export interface VerifyOptions extends AdLimits {
  /** Milliseconds since 1970. */
  readonly now: number
}

/** Signs a record. The answer is not checked against any limit: `verify` does that. */
export async function seal(record: AdRecord, privateKey: PrivateKey): Promise<Uint8Array> {
  const payload = encodeRecord(record)
  const envelope = await RecordEnvelope.seal(
    { domain: AD_DOMAIN, codec: payloadType, marshal: () => payload, equals: () => false },
    privateKey,
  )
  return envelope.marshal()
}

/** Checks everything that can be known from the bytes alone: signature, author, age, bounds, document. Never throws. */
export async function verify(bytes: Uint8Array, options: VerifyOptions): Promise<Verdict> {
  if (bytes.byteLength > options.maxBytes) return refused('too-large')
  const envelope = open(bytes)
  if (envelope === undefined) return refused('not-an-envelope')
  if (!(await hasValidSignature(envelope))) return refused('bad-signature')
  if (!Buffer.from(envelope.payloadType).equals(payloadType)) return refused('unknown-payload')
  const peerId = peerIdFromPublicKey(envelope.publicKey)
  const peer = peerIri(peerId.toString())
  const record = readRecord(envelope.payload)
  if (record === undefined) return refused('bad-record', peer)
  const untimely = ageProblem(record, options)
  if (untimely !== undefined) return refused(untimely, peer)
  const content = readContent(record, peer, options)
  if (typeof content === 'string') return refused(content, peer)
  const group = groupIri(record.group)
  const ad: SignedAd = {
    ...content,
    key: adKey(peer, group, record.id),
    id: record.id,
    peer,
    peerId,
    group,
    sequence: record.sequence,
    expires: record.expires,
    withdrawn: record.withdrawn,
    topics: Array.from(new Set([...content.kinds, content.name]), (kind) => topicOf(group, kind)),
    addresses: record.addresses.slice(0, options.maxAddresses).flatMap(readAddress),
    // A copy: what came in may be a view into a much larger read.
    bytes: new Uint8Array(bytes),
  }
  return { ok: true, ad }
}

const payloadType = new TextEncoder().encode(AD_PAYLOAD_TYPE)

function refused(reason: Rejection, peer?: PeerIri): Verdict {
  return { ok: false, reason, ...(peer && { peer }) }
}

/** Only the one canonical encoding is taken: else the same ad could come in endless disguises, each passed on anew. */
function open(bytes: Uint8Array): RecordEnvelope | undefined {
  try {
    const envelope = RecordEnvelope.createFromProtobuf(bytes)
    return Buffer.from(envelope.marshal()).equals(bytes) ? envelope : undefined
  } catch {
    return undefined
  }
}

async function hasValidSignature(envelope: RecordEnvelope): Promise<boolean> {
  try {
    return await envelope.validate(AD_DOMAIN)
  } catch {
    return false
  }
}

function readRecord(payload: Uint8Array): AdRecord | undefined {
  try {
    const record = decodeRecord(payload)
    return isIri(record.id) && isIri(record.group) ? record : undefined
  } catch {
    return undefined
  }
}

function ageProblem(record: AdRecord, { now, maxSkew, maxTtl }: VerifyOptions): Rejection | undefined {
  if (record.expires <= now) return 'expired'
  if (record.sequence > now + maxSkew) return 'from-the-future'
  if (record.expires > now + maxSkew + maxTtl) return 'lives-too-long'
  return undefined
}

type Content = Pick<SignedAd, 'document' | 'name' | 'agent' | 'kinds'>

function readContent(record: AdRecord, peer: PeerIri, { maxTypes }: AdLimits): Content | Rejection {
  try {
    const document = fromBytes(record.document)
    checkWellFormed(document)
    const name = clark(document.root)
    if (name !== AGENT) return { document, name, agent: undefined, kinds: [name] }
    const ad = readAgentAd(document, { maxTypes })
    if (ad.peer !== peer || ad.id !== record.id) return 'wrong-peer'
    return { document, name, agent: { ...ad, group: groupIri(record.group) }, kinds: ad.types }
  } catch {
    return 'bad-document'
  }
}

/** An address of a kind that is not known here is passed over: it may be of use to others. */
function readAddress(bytes: Uint8Array): Multiaddr[] {
  try {
    return [multiaddr(bytes)]
  } catch {
    return []
  }
}
