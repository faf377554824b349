import { type Document, fromBytes, fromTree } from '@xeerkat/xml'
import { PipelineError } from '../../errors.ts'
import { fromDocument } from '../../from-document.ts'
import type { Infoset } from '../../infoset.ts'
import type { PipelineLimits } from '../../limits.ts'
import { COMPONENT } from '../../names.ts'

/** What becomes of bytes that come from elsewhere: they are a document, or a text in a `c:result`. */
export const resultKinds = ['xml', 'text'] as const
export type ResultKind = (typeof resultKinds)[number]

/** @param from What they came from, for messages: `the program "gp"`. */
export function resultOf(bytes: Uint8Array, kind: ResultKind, from: string, limits: PipelineLimits): Infoset {
  if (kind === 'text') return fromDocument(textResult(bytes, from), limits)
  const document = fromBytes(bytes, { limits })
  try {
    // Whatever else is wrong shows where it is read; that it is no XML at all, here.
    void document.root
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    const message = `${from} gave no XML document: ${why}; result="text" takes any text`
    throw new PipelineError('ERR_PIPELINE_STEP', message, { cause })
  }
  return fromDocument(document, limits)
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
