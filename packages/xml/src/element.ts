import { isName } from './characters.ts'
import type { Document, Root } from './document.ts'
import { XmlError } from './errors.ts'
import { escapeAttribute, escapeText } from './escape.ts'
import type { Attribute, Declaration, QName } from './items.ts'
import { LazyDocument } from './lazy-document.ts'
import { XML_NAMESPACE } from './namespaces.ts'
import { itemsOf } from './serialize.ts'
import type { Node } from './tree.ts'
import { createWriter } from './writer.ts'

/** Attributes in no namespace by name (and `xml:lang` and its kin); `undefined` leaves one out. */
export type AttributeValues = Readonly<Record<string, string | number | boolean | undefined>>

/** Text, or something that becomes a part of the document with its own namespaces intact. */
export type Child = string | Document | Node

/**
 * Makes a document: `element('ping', { count: 1 })` is `<ping count="1"/>`. Its root is known without parsing.
 * @throws XmlError `ERR_XML_VALUE` for a bad name or a character that XML cannot carry; whatever a document given as
 * a child throws.
 */
export function element(
  name: string | QName,
  attributes: AttributeValues = {},
  ...children: readonly Child[]
): Document {
  const { localName, namespace } = typeof name === 'string' ? { localName: name, namespace: '' } : name
  let text = `<${checkedName(localName)}`
  if (namespace !== '') text += ` xmlns="${escapeAttribute(namespace)}"`
  const given: Attribute[] = []
  for (const key of Object.keys(attributes)) {
    const value = attributes[key]
    if (value === undefined) continue
    const written = String(value)
    text += ` ${checkedAttributeName(key)}="${escapeAttribute(written)}"`
    given.push(
      key.startsWith('xml:')
        ? { prefix: 'xml', localName: key.slice(4), namespace: XML_NAMESPACE, value: written }
        : { prefix: '', localName: key, namespace: '', value: written },
    )
  }
  let content = ''
  for (const child of children) content += typeof child === 'string' ? escapeText(child) : embed(child, namespace)
  text += content === '' ? '/>' : `>${content}</${localName}>`
  const root: Root = { prefix: '', localName, namespace, attributes: given }
  return new LazyDocument({ text, root })
}

/** A node as part of an element whose default namespace is given. A document is read through: only XML gets in. */
function embed(child: Document | Node, defaultNamespace: string): string {
  const writer = createWriter(defaultNamespace)
  let depth = 0
  for (const item of 'bytes' in child ? child.events() : itemsOf(child)) {
    const outermost = depth === 0 && item.type === 'start-element'
    writer.write(outermost ? { ...item, declarations: item.declarations.filter(isNews) } : item)
    if (item.type === 'start-element') depth++
    if (item.type === 'end-element') depth--
  }
  return writer.take(true)

  /** What the element around it declares already need not be said again. */
  function isNews({ prefix, namespace }: Declaration): boolean {
    return prefix !== '' || namespace !== defaultNamespace
  }
}

function checkedName(name: string): string {
  if (isName(name)) return name
  throw new XmlError('ERR_XML_VALUE', `"${name.slice(0, 80)}" is not an XML name`)
}

function checkedAttributeName(name: string): string {
  const local = name.startsWith('xml:') ? name.slice(4) : name
  if (isName(local) && name !== 'xmlns') return name
  throw new XmlError('ERR_XML_VALUE', `"${name.slice(0, 80)}" cannot name an attribute in no namespace`)
}
