import type { Document } from '@xeerkat/xml'
import { required, text } from '../../attributes.ts'
import { fromDocument } from '../../from-document.ts'
import type { Stage } from '../../step.ts'
import { readDocument } from './content.ts'
import { ownStep } from './own-step.ts'

/** Goes on with this document, whatever came before (XProc 3.1: `p:load`). */
export function load(document: Document, detail = ''): Stage {
  return {
    name: 'x:load',
    detail,
    holds: 'nothing',
    run: (_input, { limits }) => fromDocument(document, limits),
  }
}

export const loadType = ownStep('load', (element, compiler) => {
  const { href } = compiler.attributes(element, { href: required(text) })
  compiler.empty(element)
  return load(readDocument(element, href, compiler), href)
})
