import type { QName } from '@xeerkat/xml'
import type { XmlNode } from '../tree/node.ts'
import { fault } from './fault.ts'

export const XSL = 'http://www.w3.org/1999/XSL/Transform'
export const XML = 'http://www.w3.org/XML/1998/namespace'

export interface PrefixedName extends QName {
  readonly prefix: string
}

const START =
  'A-Z_a-z\\u{C0}-\\u{D6}\\u{D8}-\\u{F6}\\u{F8}-\\u{2FF}\\u{370}-\\u{37D}\\u{37F}-\\u{1FFF}\\u{200C}-\\u{200D}' +
  '\\u{2070}-\\u{218F}\\u{2C00}-\\u{2FEF}\\u{3001}-\\u{D7FF}\\u{F900}-\\u{FDCF}\\u{FDF0}-\\u{FFFD}\\u{10000}-\\u{EFFFF}'
const NCNAME = `[${START}][-.0-9\\u{B7}\\u{300}-\\u{36F}\\u{203F}-\\u{2040}${START}]*`
const QNAME = new RegExp(`^(?:(${NCNAME}):)?(${NCNAME})$`, 'u')
const NCNAME_ONLY = new RegExp(`^${NCNAME}$`, 'u')

export function isNCName(text: string): boolean {
  return NCNAME_ONLY.test(text)
}

/** Prefix and local part, or `undefined` for what is no QName. */
export function splitQName(text: string): { readonly prefix: string; readonly localName: string } | undefined {
  const match = QNAME.exec(text)
  if (match === null) return undefined
  const [, prefix = '', localName = ''] = match
  return { prefix, localName }
}

/** What a prefix means at an element; the empty one is the default namespace, `''` where there is none. */
export function namespaceAt(element: XmlNode, prefix: string): string | undefined {
  if (prefix === 'xml') return XML
  for (let at: XmlNode | undefined = element; at?.kind === 'element'; at = at.parent)
    for (const declaration of at.declarations)
      if (declaration.prefix === prefix)
        return declaration.namespace === '' && prefix !== '' ? undefined : declaration.namespace
  return prefix === '' ? '' : undefined
}

/** A name in a value, as it stands at `element`. Without a prefix it is in no namespace, or in the default one. */
export function resolveName(element: XmlNode, text: string, unprefixed: 'none' | 'default' = 'none'): PrefixedName {
  const name = splitQName(text.trim())
  if (name === undefined) throw fault(element, `"${text}" is not a name`)
  const { prefix, localName } = name
  if (prefix === '' && unprefixed === 'none') return { prefix, localName, namespace: '' }
  const namespace = namespaceAt(element, prefix)
  if (namespace === undefined) throw fault(element, `the prefix of "${text}" is not declared`)
  return { prefix, localName, namespace }
}

/** The parts of a list that is separated by white space. */
export function tokens(text: string | undefined): readonly string[] {
  return text?.match(/[^ \t\r\n]+/g) ?? []
}
