import type { XmlNode } from '@xeerkat/xslt'
import { type AttributeKind, boolean, optional, required, text } from '../../attributes.ts'
import { PIPELINE, STEPS } from '../../names.ts'
import { nameOf } from '../../node-names.ts'
import { ownStep } from './own-step.ts'

/** It is written in expressions and on command lines: letters, digits, `_`, `-` and `.`, and no colon. */
const parameterName: AttributeKind<string> = {
  expected: 'a name without a colon',
  read: (value) => /^\s*([\p{L}_][\p{L}\p{N}\-._]*)\s*$/u.exec(value)?.[1],
}

const anyText: AttributeKind<string> = { expected: 'a text', read: (value) => value }

/**
 * Declares a parameter of the pipeline (XProc 3.1: `p:option`); it does nothing to the document. Required by default if it
 * has no default.
 */
export const paramType = ownStep('param', (element, { attributes, empty, fail, declare }) => {
  const {
    name,
    default: value,
    required: isRequired,
    title,
  } = attributes(element, {
    name: required(parameterName),
    default: optional(anyText),
    required: optional(boolean),
    title: optional(text),
  })
  empty(element)
  if (!isOnTop(element)) fail(element, `${nameOf(element)} should stand before all steps, right in p:pipe`)
  if (isRequired === true && value !== undefined) {
    fail(element, `${nameOf(element)} has a default, so it cannot be required`)
  }
  declare(element, { name, title, value: value ?? (isRequired === false ? '' : undefined) })
  return undefined
})

function isOnTop(element: XmlNode): boolean {
  const { parent } = element
  if (parent?.namespace !== PIPELINE || parent.localName !== 'pipe') return false
  for (const sibling of parent.children) {
    if (sibling === element) return true
    if (sibling.kind === 'element' && !(sibling.namespace === STEPS && sibling.localName === 'param')) return false
  }
  return false
}
