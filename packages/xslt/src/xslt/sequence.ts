import type { XmlNode } from '../tree/node.ts'
import { checkShape } from './check.ts'
import { instructionNames } from './shapes.ts'
import { attributeOf, contentOf, isForwards, isXsl } from './element.ts'
import { fault } from './fault.ts'
import { applyImports, applyTemplates, callTemplate } from './instructions/apply.ts'
import { copy, copyOf } from './instructions/copy.ts'
import { choose, forEach, ifTest } from './instructions/flow.ts'
import { literalElement } from './instructions/literal.ts'
import { message } from './instructions/message.ts'
import { number } from './instructions/number.ts'
import { attribute, comment, element, processingInstruction } from './instructions/nodes.ts'
import { literalText, text, valueOf } from './instructions/text.ts'
import { variable } from './instructions/variable.ts'
import type { Step } from './frame.ts'
import { namespaceAt, tokens, XSL } from './names.ts'
import { after, type Compile, type Scope, type Sequence } from './scope.ts'
import { append, block, variableName } from './steps.ts'

const instructions: ReadonlyMap<string, Compile> = new Map<string, Compile>([
  ['apply-imports', applyImports],
  ['apply-templates', applyTemplates],
  ['attribute', attribute],
  ['call-template', callTemplate],
  ['choose', choose],
  ['comment', comment],
  ['copy', copy],
  ['copy-of', copyOf],
  ['element', element],
  ['fallback', () => []],
  ['for-each', forEach],
  ['if', ifTest],
  ['message', message],
  ['number', number],
  ['processing-instruction', processingInstruction],
  ['text', text],
  ['value-of', valueOf],
  ['variable', variable],
])

/** Compiles what is in a template, or in an instruction: each variable is in sight of what follows it. */
export function compileSequence(nodes: readonly XmlNode[], scope: Scope): Sequence {
  const steps: Step[] = []
  let inner = scope
  let binds = false
  for (const node of nodes) {
    if (node.kind === 'text') append(steps, literalText(node))
    else if (!isXsl(node)) append(steps, foreignElement(node, inner))
    else {
      append(steps, instruction(node, inner))
      if (node.localName !== 'variable') continue
      inner = after(inner, variableName(node))
      binds = true
    }
  }
  return { steps, binds }
}

function instruction(element: XmlNode, scope: Scope): readonly Step[] {
  if (isForwards(element) && !instructionNames.has(element.localName)) return fallback(element, scope)
  checkShape(element)
  const compile = instructions.get(element.localName)
  if (compile === undefined) throw fault(element, `<xsl:${element.localName}> is not an instruction`)
  return compile(element, scope)
}

function foreignElement(element: XmlNode, scope: Scope): readonly Step[] {
  return isExtension(element) ? fallback(element, scope) : literalElement(element, scope)
}

/** Its namespace is declared to be one of instructions (section 14.1). */
function isExtension(element: XmlNode): boolean {
  for (let at: XmlNode | undefined = element; at?.kind === 'element'; at = at.parent) {
    const declaring: XmlNode = at
    const prefixes = attributeOf(declaring, 'extension-element-prefixes', declaring.namespace === XSL ? '' : XSL)
    const isNamed = (prefix: string) =>
      namespaceAt(declaring, prefix === '#default' ? '' : prefix) === element.namespace
    if (element.namespace !== '' && tokens(prefixes).some(isNamed)) return true
  }
  return false
}

/** An instruction that is not known: what its `xsl:fallback`s say, else an error once it is come upon (section 15). */
function fallback(element: XmlNode, scope: Scope): readonly Step[] {
  const fallbacks = contentOf(element).filter((child) => isXsl(child, 'fallback'))
  if (fallbacks.length > 0) return fallbacks.flatMap((child) => block(child, contentOf(child), scope))
  const { prefix, localName } = element
  const act = (): never => {
    const name = prefix === '' ? localName : `${prefix}:${localName}`
    throw fault(element, `the instruction <${name}> is not known, and has no <xsl:fallback>`, 'ERR_XSLT_DYNAMIC')
  }
  return [{ act, origin: element }]
}
