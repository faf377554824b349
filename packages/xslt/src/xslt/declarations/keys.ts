import { XsltError } from '../../errors.ts'
import type { XmlNode } from '../../tree/node.ts'
import { stringValue } from '../../tree/string-value.ts'
import { type Context, createContext } from '../../xpath/context.ts'
import type { XPath } from '../../xpath/compile.ts'
import { toText } from '../../xpath/convert.ts'
import { matchesPattern, type Pattern } from '../../xpath/pattern.ts'
import { expressionOf, patternOf } from '../expression.ts'
import type { Declaration } from '../load.ts'
import type { Sheet } from '../scope.ts'
import { variableName } from '../steps.ts'

interface Key {
  readonly match: Pattern
  readonly use: XPath
}

export type Keys = ReadonlyMap<string, readonly Key[]>

/** `xsl:key`s by Clark name (section 12.2); those of one name are looked up together. */
export function compileKeys(declarations: readonly Declaration[], sheet: Sheet): Keys {
  const named = declarations.map(({ element }) => ({
    name: variableName(element),
    match: patternOf(element, 'match', sheet),
    use: expressionOf(element, 'use', sheet),
  }))
  return Map.groupBy(named, ({ name }) => name)
}

type Index = ReadonlyMap<string, readonly XmlNode[]>

/** `key()` during one transformation: a document is gone through once for each key that is asked for. */
export function createKeyed(keys: Keys): (name: string, value: string, context: Context) => readonly XmlNode[] {
  const indexes = new Map<string, Map<XmlNode, Index | 'being made'>>()
  return (name, value, context) => {
    const definitions = keys.get(name)
    if (definitions === undefined) throw new XsltError('ERR_XSLT_DYNAMIC', `there is no key named "${name}"`)
    const { document } = context.node
    let byDocument = indexes.get(name)
    if (byDocument === undefined) indexes.set(name, (byDocument = new Map()))
    let index = byDocument.get(document)
    if (index === 'being made') throw new XsltError('ERR_XSLT_DYNAMIC', `the key "${name}" is defined by itself`)
    if (index === undefined) {
      byDocument.set(document, 'being made')
      byDocument.set(document, (index = makeIndex(definitions, document, context)))
    }
    return index.get(value) ?? []
  }
}

function makeIndex(keys: readonly Key[], document: XmlNode, { budget }: Context): Index {
  const index = new Map<string, XmlNode[]>()
  const add = (value: string, node: XmlNode) => {
    const nodes = index.get(value)
    if (nodes === undefined) index.set(value, [node])
    else if (nodes.at(-1) !== node) nodes.push(node)
  }
  const take = (node: XmlNode) => {
    budget.spend(1)
    // Nothing local is in sight of a key, and no variable at all (section 12.2).
    const context = createContext(node, { budget })
    for (const { match, use } of keys) {
      if (!matchesPattern(match, node, context)) continue
      const value = use.evaluate(context)
      if (typeof value !== 'object') add(toText(value), node)
      else for (const each of value) add(stringValue(each, budget), node)
    }
  }
  const open = [document]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    take(node)
    for (const attribute of node.attributes) take(attribute)
    for (let i = node.children.length - 1; i >= 0; i--) {
      const child = node.children[i]
      if (child !== undefined) open.push(child)
    }
  }
  return index
}
