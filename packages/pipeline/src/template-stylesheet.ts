import type { Attribute, Declaration } from '@xeerkat/xml'
import { createTreeBuilder, itemsOf, type TreeBuilder, type XmlNode } from '@xeerkat/xslt'
import { XSL } from './names.ts'
import { declarationsAt } from './namespaces.ts'

/** The stylesheet that makes, whatever its source, what an element of another document is a template of. */
export function templateStylesheet(content: XmlNode, parameters: Iterable<string>): XmlNode {
  const builder = createTreeBuilder(content.document.uri)
  const scope = declarationsAt(content)
  const prefix = freePrefix(scope)
  start('stylesheet', { version: '1.0' }, scope)
  for (const name of parameters) {
    start('param', { name })
    end('param')
  }
  start('template', { match: '/' })
  copy(content, scope, builder)
  end('template')
  end('stylesheet')
  return builder.document

  function start(
    localName: string,
    values: Readonly<Record<string, string>>,
    declarations: readonly Declaration[] = [],
  ) {
    const attributes = Object.entries(values).map(([name, value]) => plain(name, value))
    builder.add(
      { type: 'start-element', prefix, localName, namespace: XSL, attributes, declarations },
      content.position,
    )
  }

  function end(localName: string): void {
    builder.add({ type: 'end-element', prefix, localName, namespace: XSL })
  }
}

/** Where namespaces come into scope, those that nothing in the result uses are excluded from it. */
function copy(node: XmlNode, scope: readonly Declaration[], builder: TreeBuilder): void {
  if (node.kind !== 'element') {
    for (const item of itemsOf(node)) builder.add(item)
    return
  }
  const { prefix, localName, namespace } = node
  const isLiteral = namespace !== XSL
  const attributes: Attribute[] = node.attributes.map(({ prefix, localName, namespace, value }) => ({
    prefix,
    localName,
    namespace,
    value,
  }))
  const unused = isLiteral ? scope.filter((declaration) => !uses(node, declaration.prefix)) : []
  if (unused.length > 0) exclude(attributes, unused)
  const item = {
    type: 'start-element',
    prefix,
    localName,
    namespace,
    attributes,
    declarations: node.declarations,
  } as const
  builder.add(item, node.position)
  for (const child of node.children) {
    copy(child, [...(isLiteral ? [] : scope), ...declarationsOf(child)], builder)
  }
  builder.add({ type: 'end-element', prefix, localName, namespace })
}

/** For our own elements: one that means something else nowhere. */
function freePrefix(scope: readonly Declaration[]): string {
  for (let i = 0; ; i++) {
    const prefix = i === 0 ? 'xsl' : `xsl${i}`
    if (scope.every((declaration) => declaration.prefix !== prefix || declaration.namespace === XSL)) return prefix
  }
}

function declarationsOf({ declarations }: XmlNode): readonly Declaration[] {
  return declarations.filter(({ namespace }) => namespace !== '')
}

function exclude(attributes: Attribute[], unused: readonly Declaration[]): void {
  const name = 'exclude-result-prefixes'
  const at = attributes.findIndex(({ localName, namespace }) => localName === name && namespace === XSL)
  const before = at < 0 ? [] : attributes.splice(at, 1).map(({ value }) => value)
  const value = [...before, ...unused.map(({ prefix }) => prefix || '#default')].join(' ')
  attributes.push({ prefix: 'xsl', localName: name, namespace: XSL, value })
}

/** Does the literal part of a template use a prefix, in a name, or in text, as `xsi:type="xs:int"` does? */
function uses(element: XmlNode, prefix: string): boolean {
  if (element.namespace !== XSL) {
    if (element.prefix === prefix) return true
    for (const attribute of element.attributes) {
      if (attribute.namespace === XSL) continue
      if (prefix !== '' && attribute.prefix === prefix) return true
      if (mentions(attribute.value.replaceAll(/\{[^}]*\}/g, ''), prefix)) return true
    }
  }
  return element.children.some((child) =>
    child.kind === 'element' ? uses(child, prefix) : child.kind === 'text' && mentions(child.value, prefix),
  )
}

function mentions(text: string, prefix: string): boolean {
  return prefix !== '' && text.split(NOT_A_NAME).some((word) => word.startsWith(`${prefix}:`))
}

const NOT_A_NAME = /[^\p{L}\p{N}:._-]+/u

function plain(localName: string, value: string): Attribute {
  return { prefix: '', localName, namespace: '', value }
}
