import { type Document, fromBytes, fromTree, XmlError } from '@xeerkat/xml'
import { PipelineError } from '../../errors.ts'
import { fromDocument } from '../../from-document.ts'
import type { Infoset } from '../../infoset.ts'
import type { PipelineLimits } from '../../limits.ts'
import { COMPONENT } from '../../names.ts'
import { readItems } from '../../read-items.ts'
import { createTurns } from '../../turns.ts'

/** What becomes of bytes that come from elsewhere: they are a document, or a text in a `c:result`. */
export const resultKinds = ['xml', 'text'] as const
export type ResultKind = (typeof resultKinds)[number]

/**
 * Read to its end: nobody else may be there to say that it is no XML, or whose fault that is.
 * @param from What they came from, for messages: `the program "gp"`.
 */
export async function resultOf(
  bytes: Uint8Array,
  kind: ResultKind,
  from: string,
  limits: PipelineLimits,
): Promise<Infoset> {
  if (kind === 'text') return fromDocument(textResult(bytes, from), limits)
  const turn = createTurns()
  try {
    for (const _ of readItems(bytes, limits)) await turn()
  } catch (cause) {
    if (!(cause instanceof XmlError)) throw cause
    if (cause.code === 'ERR_XML_LIMIT') {
      throw new PipelineError('ERR_PIPELINE_LIMIT', `${from} gave too much of a document: ${cause.message}`, { cause })
    }
    const message = `${from} gave no XML document: ${cause.message}; result="text" takes any text`
    throw new PipelineError('ERR_PIPELINE_STEP', message, { cause })
  }
  return fromDocument(fromBytes(bytes, { limits }), limits)
}

// oxlint-disable-next-line no-control-regex -- these are the characters that XML forbids
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g

function textResult(bytes: Uint8Array, from: string): Document {
  return fromTree({
    type: 'element',
    prefix: 'c',
    localName: 'result',
    namespace: COMPONENT,
    declarations: [{ prefix: 'c', namespace: COMPONENT }],
    attributes: [],
    children: bytes.length === 0 ? [] : [{ type: 'text', text: decode(bytes, from).replaceAll(FORBIDDEN, '\uFFFD') }],
  })
}

function decode(bytes: Uint8Array, from: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new PipelineError('ERR_PIPELINE_STEP', `${from} gave text that is not UTF-8`, { cause })
  }
}

/** The characters of a document's text, without markup. */
export function plainText(document: Document): string {
  let text = ''
  for (const item of document.events()) if (item.type === 'text') text += item.text
  return text
}
