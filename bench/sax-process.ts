// The other process of pipeline-stream.ts: reads stdin to its end, in one of the ways below, and nothing more.
import { createParser } from '@xeerkat/xml'
import { SaxesParser } from 'saxes'

const readers = {
  /** What the pipe and the process cost by themselves. */
  async nothing(stdin: AsyncIterable<Uint8Array>) {
    let bytes = 0
    for await (const piece of stdin) bytes += piece.length
    return bytes
  },
  async ours(stdin: AsyncIterable<Uint8Array>) {
    const parser = createParser({ bytes: Infinity })
    let items = 0
    const take = () => {
      while (parser.next() !== undefined) items++
    }
    for await (const piece of stdin) {
      parser.write(piece)
      take()
    }
    parser.close()
    take()
    return items
  },
  async saxes(stdin: AsyncIterable<Uint8Array>) {
    const parser = new SaxesParser({ xmlns: true })
    let items = 0
    const count = () => void items++
    for (const event of ['opentag', 'closetag', 'text', 'comment', 'processinginstruction'] as const)
      parser.on(event, count)
    const decoder = new TextDecoder()
    for await (const piece of stdin) parser.write(decoder.decode(piece, { stream: true }))
    parser.close()
    return items
  },
} as const

export type Reader = keyof typeof readers

const [reader = 'nothing'] = process.argv.slice(2)
console.log(await readers[reader as Reader](process.stdin))
