import { type Attribute, type Document, type Element, fromTree } from '@xeerkat/xml'
import { PipelineError } from './errors.ts'
import { messageOf } from './explain.ts'
import { COMPONENT } from './names.ts'

/** Characters of an error's text. */
const LONGEST = 4000

// oxlint-disable-next-line no-control-regex -- these are the characters that XML forbids
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g

/**
 * `<c:error-context><c:error>…`: what an error handler gets (Example 4), and whoever sent a document that led to an error.
 * The text is the error's message; the attributes are those of XProc 3.1's `c:error`.
 */
export function errorContext(error: unknown): Document {
  const message = messageOf(error).toWellFormed().replaceAll(FORBIDDEN, '\uFFFD')
  const text = message.length > LONGEST ? `${message.slice(0, LONGEST).toWellFormed()}…` : message
  return fromTree({
    ...component('error-context'),
    declarations: [{ prefix: 'c', namespace: COMPONENT }],
    children: [{ ...component('error'), attributes: attributesOf(error), children: [{ type: 'text', text }] }],
  })
}

function component(localName: string): Element {
  return {
    type: 'element',
    prefix: 'c',
    localName,
    namespace: COMPONENT,
    attributes: [],
    declarations: [],
    children: [],
  }
}

function attributesOf(error: unknown): readonly Attribute[] {
  if (!(error instanceof PipelineError)) return []
  const { code, step: type, file: href, position } = error
  const facts = { code, type, href, line: position?.line, column: position?.column }
  return Object.entries(facts).flatMap(([localName, value]) =>
    value === undefined ? [] : [{ prefix: '', localName, namespace: '', value: String(value) }],
  )
}
