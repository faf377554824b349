import { XmlNode } from '../tree/node.ts'
import { fault } from './fault.ts'
import { XML, XSL } from './names.ts'

export function isXsl(node: XmlNode, localName?: string): boolean {
  return node.kind === 'element' && node.namespace === XSL && (localName === undefined || node.localName === localName)
}

/** The value of an attribute in no namespace, or in the one given. */
export function attributeOf(element: XmlNode, localName: string, namespace = ''): string | undefined {
  for (const attribute of element.attributes)
    if (attribute.localName === localName && attribute.namespace === namespace) return attribute.value
  return undefined
}

export function required(element: XmlNode, name: string): string {
  const value = attributeOf(element, name)
  if (value === undefined) throw fault(element, `<xsl:${element.localName}> needs an attribute "${name}"`)
  return value
}

/** `yes` or `no`. */
export function flag(element: XmlNode, name: string): boolean | undefined {
  const value = attributeOf(element, name)
  if (value === undefined) return undefined
  if (value === 'yes' || value === 'no') return value === 'yes'
  throw fault(element, `the attribute "${name}" of <xsl:${element.localName}> is "yes" or "no", not "${value}"`)
}

const BLANK = /^[ \t\r\n]*$/

export function isBlank(text: string): boolean {
  return BLANK.test(text)
}

/**
 * The children that count in a stylesheet: elements, and text that is not just white space (section 3.4). What comments
 * divide is one text: they are not there, as XSLT 2.0 (4.2) says more clearly.
 */
export function contentOf(element: XmlNode): readonly XmlNode[] {
  const keepsSpace = isXsl(element, 'text') || preservesSpace(element)
  return joined(element).filter(({ kind, value }) => kind === 'element' || keepsSpace || !isBlank(value))
}

/** Elements and text, no text after another. */
function joined(element: XmlNode): readonly XmlNode[] {
  const nodes: XmlNode[] = []
  for (const child of element.children) {
    const before = nodes.at(-1)
    if (child.kind === 'text' && before?.kind === 'text') {
      const both = new XmlNode('text', element)
      both.value = before.value + child.value
      nodes[nodes.length - 1] = both
    } else if (child.kind === 'element' || child.kind === 'text') nodes.push(child)
  }
  return nodes
}

function preservesSpace(element: XmlNode): boolean {
  for (let at: XmlNode | undefined = element; at?.kind === 'element'; at = at.parent) {
    const space = attributeOf(at, 'space', XML)
    if (space !== undefined) return space === 'preserve'
  }
  return false
}

/** Written for a later version of XSLT, so that what is unknown may be meant for others (section 2.5). */
export function isForwards(element: XmlNode): boolean {
  for (let at: XmlNode | undefined = element; at?.kind === 'element'; at = at.parent) {
    const version = attributeOf(at, 'version', at.namespace === XSL ? '' : XSL)
    if (version !== undefined && (at.namespace !== XSL || isRoot(at))) return Number(version) !== 1
  }
  return false
}

function isRoot(element: XmlNode): boolean {
  return element.localName === 'stylesheet' || element.localName === 'transform'
}
