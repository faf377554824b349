import { createHash } from 'node:crypto'
import { generateKeyPair, publicKeyToProtobuf } from '@libp2p/crypto/keys'
import { ADS_PROTOCOL, AD_DOMAIN, AD_PAYLOAD_TYPE } from '@xeerkat/ads'
import { AGENT, type Message, messageId, type PeerIri, WORLD } from '@xeerkat/agent-vm'
import { createMesh, type MeshNode } from '@xeerkat/mesh'
import { fromText } from '@xeerkat/xml'

/** A peer that keeps to the protocol as far as it likes. */
export interface Attacker extends AsyncDisposable {
  readonly self: PeerIri
  readonly node: MeshNode
  /** Sends a document in a frame of its own; resolves with what answers it, word of its progress aside. */
  readonly ask: (document: string, engagement?: Message['engagement']) => Promise<Message>
  readonly tell: (document: string) => Promise<void>
  /** Bytes on a stream of their own, then its end; resolves when the host has closed or reset it. */
  readonly shout: (protocol: string, ...chunks: readonly Uint8Array[]) => Promise<void>
  /** An ad, signed as docs/protocol.md says. */
  readonly sign: (id: string, document: string) => Promise<Uint8Array>
}

export async function createAttacker(address: string): Promise<Attacker> {
  const privateKey = await generateKeyPair('Ed25519')
  const mesh = await createMesh({ privateKey, mdns: false, listen: ['/ip4/127.0.0.1/tcp/0'] })
  const host = await mesh.dial(address)
  const { self, libp2p: node } = mesh
  const pipe = mesh.pipes.open(host)
  const waiting = new Map<string | undefined, (answer: Message) => void>()
  void listen()

  async function listen(): Promise<void> {
    for await (const message of pipe.messages) {
      const name = message.document?.root.localName
      if (name !== undefined && name !== 'progress') waiting.get(message.replyTo)?.(message)
    }
  }

  return {
    self,
    node,
    async ask(text, engagement) {
      const id = messageId()
      const answered = new Promise<Message>((resolve) => waiting.set(id, resolve))
      await pipe.send({ id, document: fromText(text), ...(engagement && { engagement }) })
      const answer = await answered
      waiting.delete(id)
      return answer
    },
    tell: (text) => pipe.send({ id: messageId(), document: fromText(text) }),
    async shout(protocol, ...chunks) {
      const [peer] = node.getPeers()
      if (peer === undefined) throw new Error('The host has hung up.')
      const stream = await node.dialProtocol(peer, protocol)
      const closed = new Promise((resolve) => stream.addEventListener('close', resolve, { once: true }))
      for (const chunk of chunks) if (stream.writeStatus === 'writable' && !stream.send(chunk)) await stream.onDrain()
      await stream.close().catch(() => {})
      await closed
    },
    sign: (id, document) => sign(privateKey, id, document),
    [Symbol.asyncDispose]: () => mesh[Symbol.asyncDispose](),
  }
}

export function hire(from: string, role: string): string {
  return `<hire xmlns="${AGENT}" from="${from}" group="${WORLD}" role="${role}"/>`
}

/** The gossip topic on which every ad of the world is told. */
export const WORLD_TOPIC = `${ADS_PROTOCOL}/${createHash('sha256').update(WORLD).digest('hex')}`

/** Ads as they are pushed to a neighbour. */
export function pushed(...ads: readonly Uint8Array[]): Uint8Array {
  return prefixed(Buffer.concat(ads.map((ad) => field(4, ad))))
}

/** A frame after its length. */
export function prefixed(bytes: Uint8Array): Uint8Array {
  return Buffer.concat([varint(bytes.length), bytes])
}

const MINUTE = 60_000
let lastSequence = 0

/** https://github.com/libp2p/specs/blob/master/RFC/0002-signed-envelopes.md */
async function sign(
  key: Awaited<ReturnType<typeof generateKeyPair>>,
  id: string,
  document: string,
): Promise<Uint8Array> {
  lastSequence = Math.max(Date.now(), lastSequence + 1)
  const payload = Buffer.concat([
    field(1, id),
    field(2, WORLD),
    Buffer.concat([varint(3 << 3), varint(lastSequence)]),
    Buffer.concat([varint(4 << 3), varint(Date.now() + MINUTE)]),
    field(5, document),
  ])
  const signed = Buffer.concat([AD_DOMAIN, AD_PAYLOAD_TYPE, payload].map((part) => prefixed(Buffer.from(part))))
  const signature = await key.sign(signed)
  return Buffer.concat([
    field(1, publicKeyToProtobuf(key.publicKey)),
    field(2, AD_PAYLOAD_TYPE),
    field(3, payload),
    field(5, signature),
  ])
}

function field(number: number, content: Uint8Array | string): Buffer {
  const bytes = Buffer.from(content)
  return Buffer.concat([varint((number << 3) | 2), varint(bytes.length), bytes])
}

function varint(value: number): Buffer {
  const bytes: number[] = []
  for (let rest = value; rest > 0 || bytes.length === 0; rest = Math.floor(rest / 0x80))
    bytes.push((rest % 0x80) | (rest >= 0x80 ? 0x80 : 0))
  return Buffer.from(bytes)
}
