import { once } from 'node:events'
import { MONOS_NAMESPACE } from '@xeerkat/roles/monos'
import { createParser, type StartElement } from '@xeerkat/xml'
import { EXIT_DONE, type Io } from '../cli/command.ts'
import { faultText } from '../client/fault-text.ts'
import { HostError } from '../errors.ts'
import type { Meter } from './monos-progress.ts'
import type { Output } from './monos-request.ts'
import type { Pieces } from './monos-solve.ts'

export interface PrintOptions {
  readonly output: Output
  readonly json: boolean
  readonly meter: Meter
}

/** Characters of an answer that is none, at most: the rest says nothing more. */
const MAX_FAULT = 100_000

/**
 * Prints an answer while it comes: the summary as an event, and the rest to stdout, as its document or as what is in it.
 * @throws HostError `ERR_NO_RESULT` for an answer that says why there is none.
 */
export async function printAnswer(
  pieces: Pieces,
  { output, json, meter }: PrintOptions,
  { stdout, out, signal }: Io,
): Promise<number> {
  const parser = createParser({ bytes: Number.MAX_SAFE_INTEGER })
  const decoder = new TextDecoder()
  const plain = createPlain()
  let root: StartElement | undefined
  let isSummed = false
  let fault = ''

  for await (const piece of pieces) {
    if (output !== 'xml' || !isSummed) read(piece)
    if (root !== undefined && !isResult(root))
      fault = (fault + decoder.decode(piece, { stream: true })).slice(0, MAX_FAULT)
    else await write(output === 'xml' ? piece : plain.take())
  }
  parser.close()
  if (output !== 'xml') take()
  if (root === undefined || !isResult(root))
    throw new HostError('ERR_NO_RESULT', faultText(fault) ?? `The answer is no result: ${fault.slice(0, 200)}`)
  await write(output === 'xml' ? '\n' : plain.take())
  return EXIT_DONE

  function read(piece: Uint8Array): void {
    parser.write(piece)
    take()
  }

  function take(): void {
    for (let item = parser.next(); item !== undefined; item = parser.next()) {
      if (item.type === 'start-element') {
        root ??= item
        if (item.localName === 'summary' && !isSummed) {
          isSummed = true
          summarize(root, item, json, meter)
        }
        plain.enter(item)
      } else if (item.type === 'text') plain.text(item.text)
      else if (item.type === 'end-element') plain.leave(item.localName)
    }
  }

  async function write(piece: Uint8Array | string): Promise<void> {
    if (piece.length === 0) return
    if (json) out(JSON.stringify({ text: typeof piece === 'string' ? piece : decoder.decode(piece, { stream: true }) }))
    else if (!stdout.write(piece)) await once(stdout, 'drain', { signal })
  }
}

function isResult({ namespace, localName }: StartElement): boolean {
  return namespace === MONOS_NAMESPACE && localName === 'result'
}

function summarize(root: StartElement, { attributes }: StartElement, json: boolean, { say }: Meter): void {
  const operation = root.attributes.find(({ localName }) => localName === 'operation')?.value ?? ''
  const facts = Object.fromEntries(attributes.map(({ localName, value }) => [localName, value]))
  const words = Object.entries(facts).map(([name, value]) => `${name} ${value}`)
  say(`${operation}: ${words.join(', ')}`, json ? { summary: facts } : {})
}

/** Turns a result into what is in it: text as it is, rows line by line, values with their names. */
interface Plain {
  readonly enter: (element: StartElement) => void
  readonly text: (text: string) => void
  readonly leave: (name: string) => void
  /** What has come together. */
  readonly take: () => string
}

function createPlain(): Plain {
  const done: string[] = []
  let within: string[] = []
  let name = ''
  return {
    enter({ localName, attributes }) {
      within = []
      const [first] = attributes
      name = localName === 'value' || localName === 'fraction' ? `${first?.value} ` : ''
      if (localName === 'primary-component') done.push(`prime ${first?.value}\n`)
    },
    text: (text) => void within.push(text),
    leave(element) {
      const text = within.join('')
      within = []
      if (element === 'text') done.push(text)
      else if (text.trim() !== '') done.push(`${name}${text.trim()}\n`)
      name = ''
    },
    take: () => done.splice(0).join(''),
  }
}
