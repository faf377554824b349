import type { Declaration } from '@xeerkat/xml'
import type { Budget } from '../budget.ts'
import { addLeaf } from '../tree/build.ts'
import { createDocument, XmlNode } from '../tree/node.ts'
import { XML } from './names.ts'

/** A result tree as it is written. Names get the declarations that they need. */
export interface Output {
  readonly document: XmlNode
  /** What was being written to before. */
  readonly below: Output | undefined
  /** `raw`: to be written without escaping. */
  readonly text: (value: string, raw?: boolean) => void
  readonly startElement: (
    prefix: string,
    localName: string,
    namespace: string,
    declarations: readonly Declaration[],
  ) => void
  readonly endElement: () => void
  /** Instead of an element that cannot be: what is in it comes into the one around it, attributes at its start aside. */
  readonly startOmitted: () => void
  /** Ignored where there can be none: outside an element and after its children (section 7.1.3). */
  readonly attribute: (prefix: string, localName: string, namespace: string, value: string) => void
  /** Ignored where there can be none, and where it contradicts what is declared. */
  readonly namespace: (prefix: string, namespace: string) => void
  readonly comment: (value: string) => void
  readonly processingInstruction: (target: string, value: string) => void
}

/** Text that `disable-output-escaping` is about. There is no room in a node for what only few ever need. */
const raw = new WeakSet<XmlNode>()

export function isRaw(text: XmlNode): boolean {
  return raw.has(text)
}

/** Declarations of an open element, if it has any: looking a prefix up goes only through these. */
interface Scope {
  readonly element: XmlNode
  declarations: Declaration[]
  readonly outer: Scope | undefined
}

export interface OutputDeps {
  readonly budget: Budget
  /** Is told of what is left out. */
  readonly recover: (message: string) => void
}

/** `xml` is for its own namespace and no other, and `xmlns` for none. */
function elementPrefix(wanted: string, namespace: string): string {
  if (namespace === XML) return 'xml'
  return wanted === 'xml' || wanted === 'xmlns' ? '' : wanted
}

export function createOutput({ budget, recover }: OutputDeps, uri = '', below?: Output): Output {
  const document = createDocument(uri)
  let open = document
  let scope: Scope | undefined
  /** Where elements that were omitted began. */
  const omitted: XmlNode[] = []

  function namespaceOf(prefix: string): string | undefined {
    if (prefix === 'xml') return XML
    for (let at = scope; at !== undefined; at = at.outer)
      for (const declaration of at.declarations) if (declaration.prefix === prefix) return declaration.namespace
    return undefined
  }

  function declare(prefix: string, namespace: string): void {
    budget.make(1)
    budget.spend(1 + open.declarations.length)
    if (scope?.element !== open) scope = { element: open, declarations: [], outer: scope }
    scope.declarations.push({ prefix, namespace })
    open.declarations = scope.declarations
  }

  function isDeclaredHere(prefix: string): boolean {
    return scope?.element === open && scope.declarations.some((declaration) => declaration.prefix === prefix)
  }

  /** A prefix for an attribute in a namespace: its own if that is free, else one that is there, else a new one. */
  function prefixFor(wanted: string, namespace: string): string {
    if (namespace === XML) return 'xml'
    if (wanted !== '' && namespaceOf(wanted) === namespace) return wanted
    if (wanted !== '' && wanted !== 'xmlns' && wanted !== 'xml' && open.prefix !== wanted && !isDeclaredHere(wanted)) {
      declare(wanted, namespace)
      return wanted
    }
    for (let at = scope; at !== undefined; at = at.outer)
      for (const declaration of at.declarations)
        if (
          declaration.namespace === namespace &&
          declaration.prefix !== '' &&
          namespaceOf(declaration.prefix) === namespace
        )
          return declaration.prefix
    let i = 0
    while (namespaceOf(`ns${i}`) !== undefined) i++
    declare(`ns${i}`, namespace)
    return `ns${i}`
  }

  return {
    document,
    below,
    text(value, isRawText = false) {
      if (value === '') return
      budget.grow(value.length)
      budget.spend(value.length / 64)
      const last = open.children.at(-1)
      if (last?.kind === 'text' && raw.has(last) === isRawText) last.value += value
      else {
        budget.make(1)
        const text = addLeaf(open, 'text', '', value)
        if (isRawText) raw.add(text)
      }
    },
    startElement(wanted, localName, namespace, declarations) {
      budget.make(1)
      const prefix = elementPrefix(wanted, namespace)
      const element = new XmlNode('element', open)
      element.prefix = prefix
      element.localName = localName
      element.namespace = namespace
      open.children.push(element)
      open = element
      for (const declaration of declarations) {
        const uri = declaration.prefix === prefix ? namespace : declaration.namespace
        if ((namespaceOf(declaration.prefix) ?? '') !== uri) declare(declaration.prefix, uri)
      }
      if ((namespaceOf(prefix) ?? '') !== namespace) declare(prefix, namespace)
    },
    startOmitted() {
      omitted.push(open)
    },
    endElement() {
      if (omitted.at(-1) === open) {
        omitted.pop()
        return
      }
      if (scope?.element === open) scope = scope.outer
      open = open.parent ?? document
    },
    attribute(prefix, localName, namespace, value) {
      if (omitted.at(-1) === open) return
      if (open.kind !== 'element' || open.children.length > 0) {
        const where = open.kind === 'element' ? 'after the children of its element' : 'outside an element'
        recover(`the attribute "${localName}" is left out, as it comes ${where}`)
        return
      }
      budget.make(1)
      budget.grow(value.length)
      budget.spend(1 + open.attributes.length / 8)
      const own = namespace === '' ? '' : prefixFor(prefix, namespace)
      let attribute = open.attributes.find((other) => other.localName === localName && other.namespace === namespace)
      if (attribute === undefined) {
        attribute = new XmlNode('attribute', open)
        attribute.localName = localName
        attribute.namespace = namespace
        open.attributes.push(attribute)
      }
      attribute.prefix = own
      attribute.value = value
    },
    namespace(prefix, namespace) {
      if (open.kind !== 'element' || open.children.length > 0 || prefix === 'xml') return
      if (namespaceOf(prefix) === namespace || isDeclaredHere(prefix)) return
      if (prefix === open.prefix) return
      declare(prefix, namespace)
    },
    comment(value) {
      budget.make(1)
      budget.grow(value.length)
      addLeaf(open, 'comment', '', value)
    },
    processingInstruction(target, value) {
      budget.make(1)
      budget.grow(value.length)
      addLeaf(open, 'processing-instruction', target, value)
    },
  }
}
