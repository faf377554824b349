// A large document through pipelines that stream, next to a bare pass over the same bytes.
// `node bench/pipeline-stream.ts --size 1g` prints a table.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { feed } from './feed.ts'
import type { Reader } from './sax-process.ts'

const MEBIBYTE = 2 ** 20
const PIECE = 64 * 1024

const P = 'xmlns:p="http://www.smallx.com/Vocabulary/Pipeline/2005/1/0"'
const X = 'xmlns:x="http://www.xeerkat.org/Vocabulary/Pipeline/2026/1/0"'
const pipelines = {
  'p:identity': `<p:pipe name="identity" ${P}><p:identity/></p:pipe>`,
  'x:rename of each row': `<p:pipe name="rename" ${P} ${X}><x:rename match="row" new-name="record"/></p:pipe>`,
} as const

/** Rows of some elements, attributes and text, as many as fit: the same ones again and again, so that making them costs nothing. */
export function* rows(size: number): Generator<Uint8Array> {
  let piece = ''
  for (let n = 0; piece.length < PIECE; n++)
    piece += `<row n="${n}" at="2005-06-14T12:00:00Z"><name>Number ${n}</name><value unit="m">${n / 7}</value><note>a &amp; b</note></row>\n`
  const bytes = Buffer.from(piece)
  yield Buffer.from('<rows>\n')
  for (let made = 0; made < size; made += bytes.length) yield bytes
  yield Buffer.from('</rows>\n')
}

/** The rows of the table. @param size in bytes */
export async function pipelineStreamRows(size: number): Promise<Record<string, string | number>[]> {
  const folder = await mkdtemp(join(tmpdir(), 'pipeline-stream-'))
  try {
    const sax = await pass('ours', size)
    const table = [
      row('the pipe alone', await pass('nothing', size), size, sax),
      row('bare pass of @xeerkat/xml', sax, size, sax),
      row('bare pass of saxes', await pass('saxes', size), size, sax),
    ]
    for (const [name, text] of Object.entries(pipelines)) {
      const file = join(folder, 'pipeline.xml')
      await writeFile(file, text)
      table.push(
        row(
          name,
          await feed([agentHost, 'pipeline', 'run', file, '--max-bytes', String(4 * size)], rows(size)),
          size,
          sax,
        ),
      )
    }
    return table
  } finally {
    await rm(folder, { recursive: true })
  }
}

const agentHost = fileURLToPath(new URL('../packages/agent-host/bin/agent-host.js', import.meta.url))
const saxProcess = fileURLToPath(new URL('./sax-process.ts', import.meta.url))

function pass(reader: Reader, size: number) {
  return feed([saxProcess, reader], rows(size))
}

type Fed = Awaited<ReturnType<typeof feed>>

function row(what: string, { seconds, idle, peak, out }: Fed, size: number, reference: Fed) {
  const digits = (value: number): number => Number(value.toPrecision(3))
  return {
    what,
    'MB/s': digits(size / 1e6 / seconds),
    'of a bare pass': digits(reference.seconds / seconds),
    'idle MiB': digits(idle / MEBIBYTE),
    'above it at most, MiB': digits((peak - idle) / MEBIBYTE),
    'MB out': digits(out / 1e6),
  }
}

/** `64m`, `1g`, or bytes. */
function sizeOf(text: string): number {
  const [, digits, unit = ''] = /^(\d+)([kmg]?)$/i.exec(text) ?? []
  if (digits === undefined) throw new Error(`--size takes a size such as 64m or 1g, not "${text}".`)
  return Number(digits) * ({ k: 2 ** 10, m: MEBIBYTE, g: 2 ** 30 }[unit.toLowerCase()] ?? 1)
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { size: { type: 'string', default: '64m' } } })
  console.table(await pipelineStreamRows(sizeOf(values.size)))
}
