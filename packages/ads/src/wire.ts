import type { Stream } from '@libp2p/interface'
import { lpStream } from '@libp2p/utils'
import { decodeFrame, encodeFrame, type Frame } from './frame.ts'

export interface WireLimits {
  /** Bytes of one frame. Default 256 KiB. */
  readonly maxFrameBytes: number
  /** Frames that belong together. Default 256. */
  readonly maxPages: number
}

/** Frames over a stream, each prefixed with its length as a varint. */
export interface Wire {
  readonly read: () => Promise<Frame>
  /** This frame and all that belong to it. */
  readonly pages: (first?: Frame) => AsyncIterable<Frame>
  readonly write: (frame: Partial<Frame>) => Promise<void>
  /** As many frames as it takes; an empty one if there is nothing. */
  readonly writePages: (content: Partial<Pick<Frame, 'groups' | 'have' | 'want' | 'ads' | 'room'>>) => Promise<void>
}

/** Well under a frame, so that other traffic gets in between. */
const PAGE_BYTES = 64 * 1024
const PAGE_ITEMS = 1024

export function openWire(stream: Stream, signal: AbortSignal, { maxFrameBytes, maxPages }: WireLimits): Wire {
  const lp = lpStream(stream, { maxDataLength: maxFrameBytes })

  async function read(): Promise<Frame> {
    const bytes = await lp.read({ signal })
    return decodeFrame(bytes.subarray())
  }

  async function* pages(first?: Frame): AsyncGenerator<Frame> {
    let frame = first ?? (await read())
    for (let count = 1; ; count++) {
      if (count > maxPages) throw new RangeError(`More than ${maxPages} pages.`)
      yield frame
      if (!frame.more) return
      frame = await read()
    }
  }

  const write: Wire['write'] = (frame) => lp.write(encodeFrame(frame), { signal })

  return {
    read,
    pages,
    write,
    async writePages({ groups = [], have = [], want = [], ads = [], room = 0 }) {
      let page: Partial<Frame> = { groups, room }
      for (const part of partsOf(have, want, ads)) {
        await write({ ...page, more: true })
        page = part
      }
      await write(page)
    },
  }
}

function* partsOf(
  have: Frame['have'],
  want: Frame['want'],
  ads: Frame['ads'],
): Generator<Partial<Pick<Frame, 'have' | 'want' | 'ads'>>> {
  for (let at = 0; at < have.length; at += PAGE_ITEMS) yield { have: have.slice(at, at + PAGE_ITEMS) }
  for (let at = 0; at < want.length; at += PAGE_ITEMS) yield { want: want.slice(at, at + PAGE_ITEMS) }
  let page: Uint8Array[] = []
  let bytes = 0
  for (const ad of ads) {
    if (page.length > 0 && bytes + ad.byteLength > PAGE_BYTES) {
      yield { ads: page }
      page = []
      bytes = 0
    }
    page.push(ad)
    bytes += ad.byteLength
  }
  if (page.length > 0) yield { ads: page }
}
