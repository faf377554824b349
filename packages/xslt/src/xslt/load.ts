import { XmlError } from '@xeerkat/xml'
import type { Budget } from '../budget.ts'
import type { XmlNode } from '../tree/node.ts'
import { checkStylesheet, isDeclaration } from './check.ts'
import { contentOf, isXsl, required } from './element.ts'
import { fault } from './fault.ts'
import { XSL } from './names.ts'
import { parseTree } from './parse-tree.ts'
import type { Read } from './stylesheet.ts'

/** A top-level element, and where its stylesheet stands in the import tree (section 2.6.2). */
export interface Declaration {
  /** Of a stylesheet that is a literal result element: that one. */
  readonly element: XmlNode
  /** Higher wins. */
  readonly precedence: number
  /** The lowest precedence among the stylesheets that its own imports. */
  readonly lowest: number
}

/** All declarations of a stylesheet and of what it imports and includes, by increasing precedence, then as written. */
export function loadDeclarations(
  stylesheet: XmlNode,
  { read, modules: most = 256 }: { readonly read?: Read | undefined; readonly modules?: number | undefined },
): readonly Declaration[] {
  const declarations: Declaration[] = []
  /** Being loaded, outermost first: whoever comes again would never end. */
  const open: string[] = []
  let modules = 0
  let precedence = 0
  importInto(stylesheet)
  return declarations

  function importInto(document: XmlNode): void {
    const lowest = precedence
    const elements: XmlNode[] = []
    gather(document, elements)
    for (const element of elements) declarations.push({ element, precedence, lowest })
    precedence++
  }

  function gather(document: XmlNode, into: XmlNode[]): void {
    const root = document.children.find(({ kind }) => kind === 'element')
    if (root === undefined) throw fault(document, 'there is no stylesheet element')
    open.push(document.uri)
    checkStylesheet(root)
    if (root.namespace === XSL)
      for (const element of contentOf(root)) {
        if (isXsl(element, 'import')) importInto(fetch(element))
        else if (isXsl(element, 'include')) gather(fetch(element), into)
        else if (isDeclaration(element)) into.push(element)
      }
    else into.push(root)
    open.pop()
  }

  function fetch(element: XmlNode): XmlNode {
    const href = required(element, 'href')
    if (++modules > most)
      throw fault(
        element,
        `more than ${most} stylesheets are imported and included (limit "modules")`,
        'ERR_XSLT_LIMIT',
      )
    const document = readTree(read, href, element)
    if (open.includes(document.uri)) throw fault(element, `"${href}" imports or includes itself`)
    return document
  }
}

/** The document that `href` refers to at an element of the stylesheet. */
export function readTree(
  read: Read | undefined,
  href: string,
  at: XmlNode,
  { base = at.document.uri, budget }: { readonly base?: string; readonly budget?: Budget } = {},
): XmlNode {
  if (href.includes('#'))
    throw fault(at, `"${href}" refers to a part of a document, which is not supported`, 'ERR_XSLT_RESOURCE')
  const found = read?.(href, base)
  if (found === undefined) {
    const why = read === undefined ? ': this stylesheet may not read anything' : ''
    throw fault(at, `"${href}" cannot be read${why}`, 'ERR_XSLT_RESOURCE')
  }
  budget?.spend(found.text.length / 64)
  budget?.grow(found.text.length)
  try {
    return parseTree(found.text, found.uri)
  } catch (cause) {
    if (!(cause instanceof XmlError)) throw cause
    throw fault(at, `"${href}" cannot be read: ${cause.message}`, 'ERR_XSLT_RESOURCE', cause)
  }
}
