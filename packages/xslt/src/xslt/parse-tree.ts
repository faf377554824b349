import { createParser, defaultLimits, type Limits, XmlError } from '@xeerkat/xml'
import { createTreeBuilder } from '../tree/build.ts'
import type { XmlNode } from '../tree/node.ts'

/** The parser finds positions by counting from the last piece it was given. */
const PIECE = 2048

/**
 * A document node out of text, its elements knowing line and column: for stylesheets, so that errors can say where.
 * @throws XmlError where it is not well-formed or passes a limit.
 */
export function parseTree(text: string, uri = '', limits: Partial<Limits> = {}): XmlNode {
  const parser = createParser(limits)
  const builder = createTreeBuilder(uri)
  const { nodes: most } = { ...defaultLimits, ...limits }
  let nodes = 0
  for (let at = 0; at < text.length; at += PIECE) {
    parser.write(text.slice(at, at + PIECE))
    takeAll()
  }
  parser.close()
  takeAll()
  return builder.document

  function takeAll(): void {
    for (let item = parser.next(); item !== undefined; item = parser.next()) {
      if (item.type !== 'end-element' && ++nodes > most)
        throw new XmlError('ERR_XML_LIMIT', `the document has more than ${most} nodes (limit "nodes")`)
      if (item.type === 'start-element') {
        nodes += item.attributes.length
        builder.add(item, parser.position())
      } else builder.add(item)
    }
  }
}
