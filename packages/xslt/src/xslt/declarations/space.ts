import { createDocument, XmlNode } from '../../tree/node.ts'
import { attributeOf, isBlank, required } from '../element.ts'
import type { Declaration } from '../load.ts'
import { fault } from '../fault.ts'
import { namespaceAt, resolveName, tokens, XML } from '../names.ts'

interface SpaceRule {
  readonly strip: boolean
  readonly precedence: number
  readonly priority: number
  readonly matches: (element: XmlNode) => boolean
}

/** A source document as `xsl:strip-space` and `xsl:preserve-space` want it (section 3.4): itself, or a copy. */
export function compileSpace(declarations: readonly Declaration[]): (document: XmlNode) => XmlNode {
  const rules = declarations
    .flatMap(({ element, precedence }) =>
      tokens(required(element, 'elements')).map((test) => spaceRule(element, test, precedence)),
    )
    .toReversed()
    // Stable: among equals, what comes last counts.
    .sort((a, b) => b.precedence - a.precedence || b.priority - a.priority)
  if (!rules.some(({ strip }) => strip)) return (document) => document
  return (document) =>
    copyStripped(document, (element) => rules.find(({ matches }) => matches(element))?.strip === true)
}

function spaceRule(element: XmlNode, test: string, precedence: number): SpaceRule {
  const strip = element.localName === 'strip-space'
  if (test === '*') return { strip, precedence, priority: -0.5, matches: () => true }
  if (test.endsWith(':*')) {
    const uri = namespaceAt(element, test.slice(0, -2))
    if (uri === undefined) throw fault(element, `the prefix of "${test}" is not declared`)
    return { strip, precedence, priority: -0.25, matches: ({ namespace }) => namespace === uri }
  }
  const name = resolveName(element, test)
  const matches = ({ localName, namespace }: XmlNode) => localName === name.localName && namespace === name.namespace
  return { strip, precedence, priority: 0, matches }
}

/** A copy without the blank text that is to go. Not recursive: a tree may be deep. */
function copyStripped(document: XmlNode, strips: (element: XmlNode) => boolean): XmlNode {
  const top = createDocument(document.uri)
  const open = [{ from: document, to: top, next: 0, isKept: false }]
  for (let at = open.at(-1); at !== undefined; at = open.at(-1)) {
    const child = at.from.children[at.next++]
    if (child === undefined) open.pop()
    else {
      if (child.kind === 'text' && !at.isKept && isBlank(child.value) && strips(at.from)) continue
      const to = copyNode(child, at.to)
      at.to.children.push(to)
      if (child.kind !== 'element') continue
      const space = attributeOf(child, 'space', XML)
      const isKept = space === undefined ? at.isKept : space === 'preserve'
      open.push({ from: child, to, next: 0, isKept })
    }
  }
  return top
}

function copyNode(node: XmlNode, parent: XmlNode): XmlNode {
  const copy = new XmlNode(node.kind, parent)
  copy.prefix = node.prefix
  copy.localName = node.localName
  copy.namespace = node.namespace
  copy.value = node.value
  copy.declarations = node.declarations
  copy.position = node.position
  for (const attribute of node.attributes) copy.attributes.push(copyNode(attribute, copy))
  return copy
}
