import type { XmlNode } from '../../tree/node.ts'
import { runNodes } from '../code.ts'
import { id } from './id.ts'
import { type CoreFunction, number, ofOne, ofOneOrNode, runFirst, text } from './signature.ts'

/** XPath 1.0, 4.1. */
export const nodeFunctions: Readonly<Record<string, CoreFunction>> = {
  last: { least: 0, most: 0, compile: () => ({ type: 'number', run: ({ size }) => size, positional: true }) },
  position: {
    least: 0,
    most: 0,
    compile: () => ({ type: 'number', run: ({ position }) => position, positional: true }),
  },
  count: ofOne((operand, scope, at) => {
    const nodes = runNodes(operand, 'count()', at, scope)
    return number((context) => nodes(context).length)
  }),
  id,
  'local-name': ofNode('local-name()', ({ localName }) => localName),
  'namespace-uri': ofNode('namespace-uri()', ({ namespace }) => namespace),
  name: ofNode('name()', ({ prefix, localName }) => (prefix === '' ? localName : `${prefix}:${localName}`)),
}

function ofNode(use: string, apply: (node: XmlNode) => string): CoreFunction {
  return ofOneOrNode((operand, scope, at) => {
    const first = runFirst(operand, use, at, scope)
    return text((context) => {
      const node = first(context)
      return node === undefined ? '' : apply(node)
    })
  })
}
