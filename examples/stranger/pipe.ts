import { identify } from '@libp2p/identify'
import { noise } from '@libp2p/noise'
import { tcp } from '@libp2p/tcp'
import { lpStream } from '@libp2p/utils'
import { yamux } from '@libp2p/yamux'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p } from 'libp2p'
import { decode, encode, type Frame } from './frame.ts'

const PIPE = '/xeerkat/pipe/1.0.0'

/** Both directions to one other peer. */
export interface Pipe {
  readonly self: string
  readonly peer: string
  readonly send: (frame: Frame) => Promise<void>
  readonly close: () => Promise<void>
}

/** Dials a peer; `onFrame` is told of each frame that comes from it. Listens nowhere: the connection serves both ways. */
export async function dial(address: string, onFrame: (frame: Frame) => void): Promise<Pipe> {
  const node = await createLibp2p({
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    services: { identify: identify() },
  })
  await node.handle(PIPE, async (stream) => {
    const frames = lpStream(stream, { maxDataLength: 320 * 1024 })
    for (;;) {
      const bytes = await frames.read().catch(() => undefined)
      if (bytes === undefined) return
      onFrame(decode(bytes.subarray()))
    }
  })
  const connection = await node.dial(multiaddr(address))
  const out = lpStream(await connection.newStream(PIPE))
  return {
    self: `urn:libp2p:${node.peerId.toString()}`,
    peer: `urn:libp2p:${connection.remotePeer.toString()}`,
    send: (frame) => out.write(encode(frame)),
    close: async () => node.stop(),
  }
}

const AGENT = 'http://www.xeerkat.org/Vocabulary/Agent/2005/1/0'
export const AGENT_2026 = 'http://www.xeerkat.org/Vocabulary/Agent/2026/1/0'

/** One of the five instructions as XML. */
export function instruction(verb: string, attributes: Readonly<Record<string, string>>): string {
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`)
  return `<${verb} xmlns="${AGENT}"${written.join('')}/>`
}

/** The verb of an instruction, or `undefined` for any other document. A real peer has a real XML parser. */
export function verbOf(document = ''): string | undefined {
  return document.includes(AGENT) ? /<(?:[\w.-]+:)?([a-z]+)[\s/>]/.exec(document)?.[1] : undefined
}

export function attributeOf(document: string, name: string): string | undefined {
  return new RegExp(`\\s${name}=["']([^"']*)["']`).exec(document)?.[1]
}
