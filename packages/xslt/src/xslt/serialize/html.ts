import type { XmlNode } from '../../tree/node.ts'
import { attributeOf } from '../element.ts'
import { isRaw } from '../output.ts'
import type { OutputProperties } from '../output-properties.ts'
import { charactersFor } from './characters.ts'
import { doctype } from './doctype.ts'
import { booleanAttributes, blocks, uriAttributes, verbatim, voids } from './html-names.ts'
import { nameOf, type Writer } from './walk.ts'

/** The html method (section 16.2); elements in a namespace are written as XML. */
export function createHtmlWriter(output: OutputProperties): Writer {
  const characters = charactersFor(output.encoding)
  const pieces: string[] = []
  let isBegun = false
  /** For each open element, whether white space may come between its children. */
  const open: boolean[] = []

  function attributeValue(element: XmlNode, attribute: XmlNode): string {
    if (!isHtml(element)) return characters.attribute(attribute.value)
    const value = isUri(element, attribute) ? escapeUri(attribute.value) : attribute.value
    return characters.plain(value.replaceAll(/&(?!\{)|"/g, (character) => (character === '"' ? '&quot;' : '&amp;')))
  }

  function newLine(before: XmlNode): void {
    if (output.indent === true && isBegun && (open.at(-1) ?? isBlock(before)))
      pieces.push(`\n${'  '.repeat(open.length)}`)
  }

  return {
    start(element) {
      newLine(element)
      const name = nameOf(element)
      if (!isBegun && (output.doctypePublic !== undefined || output.doctypeSystem !== undefined))
        // Its name is HTML whatever the element's (section 16.2).
        pieces.push(doctype(name.toLowerCase() === 'html' ? name : 'HTML', output))
      isBegun = true
      pieces.push(`<${name}`)
      for (const { prefix, namespace } of element.declarations)
        pieces.push(` xmlns${prefix === '' ? '' : `:${prefix}`}="${characters.attribute(namespace)}"`)
      for (const attribute of element.attributes) {
        pieces.push(` ${nameOf(attribute)}`)
        if (!isMinimized(element, attribute)) pieces.push(`="${attributeValue(element, attribute)}"`)
      }
      pieces.push(!isHtml(element) && element.children.length === 0 ? '/>' : '>')
      open.push(isLaidOut(element))
      if (isNamed(element, 'head') && !declaresType(element)) pieces.push(contentType(element, output))
    },
    end(element) {
      const isSpaced = open.pop() === true && element.children.length > 0
      if (isHtml(element) ? voids.has(element.localName.toLowerCase()) : element.children.length === 0) return
      if (isSpaced && output.indent === true) pieces.push(`\n${'  '.repeat(open.length)}`)
      pieces.push(`</${nameOf(element)}>`)
    },
    leaf(node) {
      const { kind, localName, value, parent } = node
      if (kind === 'text') {
        const isVerbatim = parent !== undefined && isHtml(parent) && verbatim.has(parent.localName.toLowerCase())
        pieces.push(isRaw(node) || isVerbatim ? value : characters.text(value))
        return
      }
      newLine(node)
      if (kind === 'comment') pieces.push(`<!--${value}-->`)
      else pieces.push(`<?${localName}${value === '' ? '' : ` ${value}`}>`)
    },
    text: () => pieces.join(''),
  }
}

function isHtml({ kind, namespace }: XmlNode): boolean {
  return kind === 'element' && namespace === ''
}

function isNamed(element: XmlNode, name: string): boolean {
  return isHtml(element) && element.localName.toLowerCase() === name
}

/** An anchor's name is escaped as what refers to it is (section B.2.1 of HTML 4.0). */
function isUri(element: XmlNode, { localName }: XmlNode): boolean {
  const name = localName.toLowerCase()
  return uriAttributes.has(name) || (name === 'name' && isNamed(element, 'a'))
}

/** `selected="selected"` is written as `selected`. */
function isMinimized(element: XmlNode, { namespace, localName, value }: XmlNode): boolean {
  const name = localName.toLowerCase()
  return isHtml(element) && namespace === '' && booleanAttributes.has(name) && value.toLowerCase() === name
}

function declaresType(head: XmlNode): boolean {
  return head.children.some(
    (child) => isNamed(child, 'meta') && attributeOf(child, 'http-equiv')?.toLowerCase() === 'content-type',
  )
}

function contentType(
  { localName }: XmlNode,
  { mediaType = 'text/html', encoding = 'UTF-8' }: OutputProperties,
): string {
  const name = localName === 'HEAD' ? 'META' : 'meta'
  return `<${name} http-equiv="Content-Type" content="${mediaType}; charset=${encoding}">`
}

/** White space means nothing between blocks. */
function isLaidOut(element: XmlNode): boolean {
  return isBlock(element) && element.children.every((child) => child.kind === 'comment' || isBlock(child))
}

function isBlock(node: XmlNode): boolean {
  return isHtml(node) && blocks.has(node.localName.toLowerCase())
}

const encoder = new TextEncoder()

/** Characters beyond ASCII become the %-escapes of their UTF-8 (section B.2.1 of HTML 4.0). */
function escapeUri(uri: string): string {
  return uri.replaceAll(/[^\0-\x7F]+/g, (text) =>
    Array.from(encoder.encode(text), (byte) => `%${byte.toString(16).toUpperCase()}`).join(''),
  )
}
