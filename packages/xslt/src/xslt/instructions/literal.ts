import type { Declaration } from '@xeerkat/xml'
import { namespacesInScope } from '../../tree/namespaces.ts'
import type { XmlNode } from '../../tree/node.ts'
import { attributeOf, contentOf } from '../element.ts'
import { compileText, type Text } from '../expression.ts'
import { fault } from '../fault.ts'
import { namespaceAt, tokens, XSL } from '../names.ts'
import type { Compile, Sheet } from '../scope.ts'
import { block, step } from '../steps.ts'
import { attributeSetSteps } from './nodes.ts'

interface LiteralAttribute {
  readonly prefix: string
  readonly localName: string
  readonly namespace: string
  readonly text: Text
}

/** A literal result element (section 7.1.1). */
export const literalElement: Compile = (element, scope) => {
  const { localName } = element
  const { prefix, namespace } = aliased(element, scope.sheet)
  const declarations = declarationsOf(element, scope.sheet)
  const attributes = literalAttributes(element, scope.sheet)
  return [
    step(element, ({ run }) => run.output.startElement(prefix, localName, namespace, declarations)),
    ...attributeSetSteps(element, XSL, scope),
    ...(attributes.length === 0
      ? []
      : [
          step(element, (frame) => {
            const { output } = frame.run
            for (const { prefix, localName, namespace, text } of attributes)
              output.attribute(prefix, localName, namespace, text.of(frame))
          }),
        ]),
    ...block(element, contentOf(element), scope),
    step(element, ({ run }) => run.output.endElement()),
  ]
}

/** Those of XSLT are for XSLT, whether it knows them or not. */
function literalAttributes(element: XmlNode, sheet: Sheet): readonly LiteralAttribute[] {
  return element.attributes
    .filter(({ namespace }) => namespace !== XSL)
    .map((attribute) => ({
      ...aliased(attribute, sheet),
      localName: attribute.localName,
      text: compileText(element, attribute.value, sheet),
    }))
}

function aliased({ kind, prefix, namespace }: XmlNode, { aliases }: Sheet): { prefix: string; namespace: string } {
  const alias = kind === 'attribute' && namespace === '' ? undefined : aliases.get(namespace)
  return alias === undefined ? { prefix, namespace } : { prefix: alias.prefix, namespace: alias.namespace }
}

/** The namespaces that it takes along: those in scope, but for XSLT's own and what is excluded. */
function declarationsOf(element: XmlNode, { aliases }: Sheet): readonly Declaration[] {
  const excluded = excludedAt(element)
  const declarations = new Map<string, string>()
  for (const [prefix, namespace] of namespacesInScope(element)) {
    if (prefix === 'xml') continue
    const alias = aliases.get(namespace)
    if (alias !== undefined) declarations.set(alias.prefix, alias.namespace)
    else if (!excluded.has(namespace)) declarations.set(prefix, namespace)
  }
  return Array.from(declarations, ([prefix, namespace]) => ({ prefix, namespace }))
}

function excludedAt(element: XmlNode): ReadonlySet<string> {
  const excluded = new Set([XSL])
  for (let at: XmlNode | undefined = element; at?.kind === 'element'; at = at.parent) {
    const own = at.namespace === XSL ? '' : XSL
    for (const list of ['exclude-result-prefixes', 'extension-element-prefixes'])
      for (const prefix of tokens(attributeOf(at, list, own))) {
        const namespace = namespaceAt(at, prefix === '#default' ? '' : prefix)
        if (namespace === undefined) throw fault(at, `the prefix "${prefix}" in "${list}" is not declared`)
        excluded.add(namespace)
      }
  }
  return excluded
}
