import type { Declaration } from '@xeerkat/xml'
import type { XmlNode } from '@xeerkat/xslt'

const XML = 'http://www.w3.org/XML/1998/namespace'

/** The namespace of a prefix at an element; `''` for no default namespace, `undefined` for a prefix not declared. */
export function namespaceOf(element: XmlNode, prefix: string): string | undefined {
  if (prefix === 'xml') return XML
  for (let node: XmlNode | undefined = element; node !== undefined; node = node.parent) {
    const found = node.declarations.find((declaration) => declaration.prefix === prefix)
    if (found !== undefined) return found.namespace
  }
  return prefix === '' ? '' : undefined
}

/** All declarations that hold at an element; the innermost of a prefix. */
export function declarationsAt(element: XmlNode): readonly Declaration[] {
  const found = new Map<string, Declaration>()
  for (let node: XmlNode | undefined = element; node !== undefined; node = node.parent) {
    for (const declaration of node.declarations) {
      if (!found.has(declaration.prefix)) found.set(declaration.prefix, declaration)
    }
  }
  return [...found.values()].filter(({ prefix, namespace }) => prefix !== '' || namespace !== '')
}
