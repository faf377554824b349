import type { XmlNode } from '../../tree/node.ts'

/** `generate-id()` during one transformation: numbered as they are asked for, so that the same gives the same. */
export function createIds(): (node: XmlNode) => string {
  const numbers = new Map<XmlNode, number>()
  const numberOf = (node: XmlNode): number => {
    let number = numbers.get(node)
    if (number === undefined) numbers.set(node, (number = numbers.size + 1))
    return number
  }
  // Namespace nodes are made anew whenever they are looked at; their element stays.
  return (node) =>
    node.kind === 'namespace' && node.parent !== undefined
      ? `id${numberOf(node.parent)}ns${Array.from(node.localName, hex).join('')}`
      : `id${numberOf(node)}`
}

function hex(character: string): string {
  return `x${character.codePointAt(0)?.toString(16) ?? ''}`
}
