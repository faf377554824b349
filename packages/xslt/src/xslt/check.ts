import type { XmlNode } from '../tree/node.ts'
import { attributeOf, contentOf, isForwards, isXsl } from './element.ts'
import { fault } from './fault.ts'
import { XSL } from './names.ts'
import { declarations, instructionNames, nothing, type Shape, shapes } from './shapes.ts'

/** The document element of a stylesheet. Throws unless it is one. */
export function checkStylesheet(root: XmlNode): void {
  if (root.namespace !== XSL) {
    if (attributeOf(root, 'version', XSL) === undefined)
      throw fault(root, `<${root.localName}> is no stylesheet: it is not xsl:stylesheet, and has no xsl:version`)
    return
  }
  if (root.localName !== 'stylesheet' && root.localName !== 'transform')
    throw fault(root, `<xsl:${root.localName}> is no stylesheet; that would be <xsl:stylesheet>`)
  checkShape(root)
  let isLater = false
  for (const child of contentOf(root)) {
    if (child.kind === 'text') throw fault(root, `<xsl:${root.localName}> has text in it; only elements may be there`)
    if (child.namespace === '') throw fault(child, `<${child.localName}> at the top level must be in a namespace`)
    if (!isXsl(child, 'import')) isLater = true
    else if (isLater) throw fault(child, '<xsl:import> must come before all other elements of a stylesheet')
  }
}

/** An element of XSLT: its attributes, and what is in it. Throws unless it is as the Recommendation says. */
export function checkShape(element: XmlNode): void {
  const { localName } = element
  const shape = Object.hasOwn(shapes, localName) ? shapes[localName] : undefined
  if (shape === undefined) throw fault(element, `<xsl:${localName}> is not an element of XSLT 1.0`)
  const isLenient = isForwards(element)
  checkAttributes(element, shape, isLenient)
  const content = contentOf(element)
  if (shape.content === 'text') {
    if (content.some(({ kind }) => kind !== 'text')) throw fault(element, '<xsl:text> may have nothing but text in it')
  } else if (shape.content === 'body') checkBody(content, shape.first ?? nothing, isLenient)
  else checkChildren(element, content, shape.content, isLenient)
}

/** Whatever else is at the top level is ignored, where forwards-compatible processing allows it at all (section 2.5). */
export function isDeclaration(element: XmlNode): boolean {
  return !isXsl(element) || declarations.includes(element.localName)
}

function checkAttributes(element: XmlNode, { attributes }: Shape, isLenient: boolean): void {
  for (const name of attributes)
    if (name.endsWith('!') && attributeOf(element, name.slice(0, -1)) === undefined)
      throw fault(element, `<xsl:${element.localName}> needs an attribute "${name.slice(0, -1)}"`)
  if (isLenient) return
  for (const { namespace, localName } of element.attributes)
    if (
      namespace === XSL ||
      (namespace === '' && !attributes.includes(localName) && !attributes.includes(`${localName}!`))
    )
      throw fault(element, `<xsl:${element.localName}> has no attribute "${localName}"`)
}

function checkBody(content: readonly XmlNode[], first: readonly string[], isLenient: boolean): void {
  let isBegun = false
  for (const child of content)
    if (isXsl(child) && first.includes(child.localName)) {
      checkShape(child)
      if (isBegun) throw fault(child, `<xsl:${child.localName}> must come before everything else in its parent`)
    } else {
      isBegun = true
      const { localName } = child
      if (isXsl(child) && !instructionNames.has(localName) && (Object.hasOwn(shapes, localName) || !isLenient))
        throw fault(child, `<xsl:${localName}> may not stand here`)
    }
}

function checkChildren(
  element: XmlNode,
  content: readonly XmlNode[],
  names: readonly string[],
  isLenient: boolean,
): void {
  const isTop = names === declarations
  for (const child of content) {
    if (isTop && (isXsl(child) ? isLenient : child.kind === 'element')) continue
    if (isXsl(child) && names.includes(child.localName)) {
      // Declarations are checked when all of them are loaded.
      if (!isTop) checkShape(child)
      continue
    }
    if (isLenient && isXsl(child) && !Object.hasOwn(shapes, child.localName)) continue
    const what = child.kind === 'text' ? 'text' : `<${child.namespace === XSL ? 'xsl:' : ''}${child.localName}>`
    throw fault(child.kind === 'text' ? element : child, `${what} may not stand in <xsl:${element.localName}>`)
  }
}
