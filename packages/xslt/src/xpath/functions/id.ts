import type { Budget } from '../../budget.ts'
import { XML_NAMESPACE } from '../../tree/namespaces.ts'
import type { XmlNode } from '../../tree/node.ts'
import { inDocumentOrder, perDocument } from '../../tree/order.ts'
import { stringValue } from '../../tree/string-value.ts'
import { ALL, walks } from '../axes.ts'
import { type Context, createContext } from '../context.ts'
import { toText } from '../convert.ts'
import type { Value } from '../value.ts'
import { type CoreFunction, ofOne } from './signature.ts'
import { normalizeSpace } from './strings.ts'

type Index = ReadonlyMap<string, XmlNode>
type IsId = (attribute: XmlNode) => boolean

/** `id()`: XPath 1.0, 4.1. Elements of the context node's document, each by the first that has the ID. */
export const id: CoreFunction = ofOne((operand, { statics: { isId } }) => {
  const indexOf = isId === undefined ? byXmlId : indexWith((attribute) => isXmlId(attribute) || isId(attribute))
  return {
    type: 'nodes',
    run(context) {
      const index = indexOf(context.node.document, context.budget)
      const found = tokensOf(operand.run(context), context).flatMap((token) => index.get(token) ?? [])
      return inDocumentOrder(found, context.budget)
    },
    positional: false,
  }
})

/** Of a node-set the tokens of each node. */
function tokensOf(value: Value, { budget }: Context): readonly string[] {
  const texts = typeof value === 'object' ? value.map((node) => stringValue(node, budget)) : [toText(value)]
  return texts.flatMap((each) => {
    budget.spend(1 + (each.length >> 3))
    return each.split(/[ \t\r\n]+/).filter((token) => token !== '')
  })
}

const byXmlId = indexWith(isXmlId)

function isXmlId({ localName, namespace }: XmlNode): boolean {
  return localName === 'id' && namespace === XML_NAMESPACE
}

function indexWith(isId: IsId): (document: XmlNode, budget: Budget) => Index {
  return perDocument((document, budget) => {
    const index = new Map<string, XmlNode>()
    for (const element of elementsOf(document, budget)) {
      for (const attribute of element.attributes) {
        // Its white space is collapsed by definition (https://www.w3.org/TR/xml-id/#processing).
        const value = isId(attribute) ? normalizeSpace(budget, attribute.value) : ''
        if (value !== '' && !index.has(value)) index.set(value, element)
      }
    }
    return index
  })
}

function elementsOf(document: XmlNode, budget: Budget): readonly XmlNode[] {
  const found: XmlNode[] = []
  walks.descendant(document, ({ kind }) => kind === 'element', createContext(document, { budget }), found, ALL)
  return found
}
