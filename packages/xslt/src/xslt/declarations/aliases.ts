import type { XmlNode } from '../../tree/node.ts'
import { required } from '../element.ts'
import { fault } from '../fault.ts'
import type { Declaration } from '../load.ts'
import { namespaceAt } from '../names.ts'
import type { Sheet } from '../scope.ts'

/** `xsl:namespace-alias`es (section 7.1.1). */
export function compileAliases(declarations: readonly Declaration[]): Sheet['aliases'] {
  return new Map(
    declarations.map(({ element }) => [side(element, 'stylesheet-prefix').namespace, side(element, 'result-prefix')]),
  )
}

function side(element: XmlNode, attribute: string): { readonly prefix: string; readonly namespace: string } {
  const text = required(element, attribute).trim()
  const prefix = text === '#default' ? '' : text
  const namespace = namespaceAt(element, prefix)
  if (namespace === undefined) throw fault(element, `the prefix "${prefix}" in "${attribute}" is not declared`)
  return { prefix, namespace }
}
