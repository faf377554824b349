import { namespacesInScope } from '../../tree/namespaces.ts'
import type { XmlNode } from '../../tree/node.ts'
import { toText } from '../../xpath/convert.ts'
import { contentOf } from '../element.ts'
import { expressionOf } from '../expression.ts'
import type { Run } from '../frame.ts'
import { isRaw, type Output } from '../output.ts'
import type { Compile } from '../scope.ts'
import { block, step } from '../steps.ts'
import { attributeSetSteps } from './nodes.ts'

/** `xsl:copy` (section 7.5). */
export const copy: Compile = (element, scope) => {
  const sets = attributeSetSteps(element, '', scope)
  const body = block(element, contentOf(element), scope)
  return [
    step(element, (frame) => {
      const { node, run } = frame
      if (node.kind === 'element') startCopy(run, node)
      else if (node.kind === 'document') frame.next += sets.length
      else {
        copyLeaf(run.output, node)
        frame.next += sets.length + body.length + 1
      }
    }),
    ...sets,
    ...body,
    step(element, ({ node, run }) => {
      if (node.kind === 'element') run.output.endElement()
    }),
  ]
}

/** `xsl:copy-of` (section 11.3). */
export const copyOf: Compile = (element, { sheet }) => {
  const select = expressionOf(element, 'select', sheet)
  return [
    step(element, (frame) => {
      const { run } = frame
      const value = select.evaluate(frame)
      if (typeof value === 'object') for (const node of value) copyTree(run, node)
      else run.output.text(toText(value))
    }),
  ]
}

/** Not recursive: a tree may be deep. */
function copyTree(run: Run, top: XmlNode): void {
  const { output, budget } = run
  if (top.kind !== 'element' && top.kind !== 'document') {
    copyLeaf(output, top)
    return
  }
  const open: { readonly node: XmlNode; next: number }[] = []
  enter(top)
  for (let at = open.at(-1); at !== undefined; at = open.at(-1)) {
    const child = at.node.children[at.next++]
    budget.spend(1)
    if (child === undefined) {
      if (at.node.kind === 'element') output.endElement()
      open.pop()
    } else if (child.kind === 'element') enter(child)
    else copyLeaf(output, child)
  }

  function enter(node: XmlNode): void {
    if (node.kind === 'element') {
      if (node === top || (top.kind === 'document' && node.parent === top)) startCopy(run, node)
      else output.startElement(node.prefix, node.localName, node.namespace, node.declarations)
      for (const { prefix, localName, namespace, value } of node.attributes)
        output.attribute(prefix, localName, namespace, value)
    }
    open.push({ node, next: 0 })
  }
}

/** An element without its attributes, but with all namespaces in scope. */
function startCopy({ output, scopes }: Run, element: XmlNode): void {
  const owner = declaring(element)
  let declarations = scopes.get(owner)
  if (declarations === undefined) {
    declarations = Array.from(namespacesInScope(owner), ([prefix, namespace]) => ({ prefix, namespace })).filter(
      ({ prefix }) => prefix !== 'xml',
    )
    scopes.set(owner, declarations)
  }
  output.startElement(element.prefix, element.localName, element.namespace, declarations)
}

/** The innermost element at which there is any namespace that is not there around it. */
function declaring(element: XmlNode): XmlNode {
  let at = element
  for (let { parent } = at; parent?.kind === 'element'; parent = at.parent) {
    const isLike = at.prefix === parent.prefix && at.namespace === parent.namespace
    if (!isLike || at.declarations.length > 0 || at.attributes.some(({ prefix }) => prefix !== '')) break
    at = parent
  }
  return at
}

function copyLeaf(output: Output, node: XmlNode): void {
  const { kind, prefix, localName, namespace, value } = node
  if (kind === 'text') output.text(value, isRaw(node))
  else if (kind === 'attribute') output.attribute(prefix, localName, namespace, value)
  else if (kind === 'comment') output.comment(value)
  else if (kind === 'processing-instruction') output.processingInstruction(localName, value)
  else if (kind === 'namespace') output.namespace(localName, value)
}
