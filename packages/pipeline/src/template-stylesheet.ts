import type { Attribute, Declaration } from '@xeerkat/xml'
import { createTreeBuilder, itemsOf, type XmlNode } from '@xeerkat/xslt'
import { XSL } from './names.ts'
import { declarationsAt } from './namespaces.ts'

/** The stylesheet that makes, whatever its source, what an element of another document is a template of. */
export function templateStylesheet(content: XmlNode, parameters: Iterable<string>): XmlNode {
  const builder = createTreeBuilder(content.document.uri)
  const scope = declarationsAt(content)
  const xslPrefix = freePrefix(scope)
  start('stylesheet', { version: '1.0' }, scope)
  for (const name of parameters) {
    start('param', { name })
    end('param')
  }
  start('template', { match: '/' })
  const used = new Map<XmlNode, ReadonlySet<string>>()
  findPrefixes(content, used)
  copy(content, scope)
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
      { type: 'start-element', prefix: xslPrefix, localName, namespace: XSL, attributes, declarations },
      content.position,
    )
  }

  function end(localName: string): void {
    builder.add({ type: 'end-element', prefix: xslPrefix, localName, namespace: XSL })
  }

  /** Where namespaces come into scope, those that nothing in the result uses are excluded from it. */
  function copy(node: XmlNode, scope: readonly Declaration[]): void {
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
    const unused = isLiteral ? scope.filter((declaration) => used.get(node)?.has(declaration.prefix) !== true) : []
    if (unused.length > 0) exclude(attributes, unused, xslPrefix)
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
      copy(child, [...(isLiteral ? [] : scope), ...declarationsOf(child)])
    }
    builder.add({ type: 'end-element', prefix, localName, namespace })
  }
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

function exclude(attributes: Attribute[], unused: readonly Declaration[], prefix: string): void {
  const name = 'exclude-result-prefixes'
  const at = attributes.findIndex(({ localName, namespace }) => localName === name && namespace === XSL)
  const before = at < 0 ? [] : attributes.splice(at, 1).map(({ value }) => value)
  const value = [...before, ...unused.map(({ prefix }) => prefix || '#default')].join(' ')
  attributes.push({ prefix, localName: name, namespace: XSL, value })
}

/**
 * The prefixes that the literal part of a template uses in names, and in text as `xsi:type="xs:int"` does: of each
 * element, with all below it.
 */
function findPrefixes(element: XmlNode, used: Map<XmlNode, ReadonlySet<string>>): ReadonlySet<string> {
  const found = new Set<string>()
  used.set(element, found)
  if (element.namespace !== XSL) {
    found.add(element.prefix)
    for (const { prefix, namespace, value } of element.attributes) {
      if (namespace === XSL) continue
      if (prefix !== '') found.add(prefix)
      addMentioned(value.replaceAll(/\{[^}]*\}/g, ''), found)
    }
  }
  for (const child of element.children) {
    if (child.kind === 'element') for (const prefix of findPrefixes(child, used)) found.add(prefix)
    else if (child.kind === 'text') addMentioned(child.value, found)
  }
  return found
}

const PREFIX = /(?<![\p{L}\p{N}:._-])([\p{L}_][\p{L}\p{N}._-]*):/gu

function addMentioned(text: string, found: Set<string>): void {
  if (!text.includes(':')) return
  for (const [, prefix = ''] of text.matchAll(PREFIX)) found.add(prefix)
}

function plain(localName: string, value: string): Attribute {
  return { prefix: '', localName, namespace: '', value }
}
