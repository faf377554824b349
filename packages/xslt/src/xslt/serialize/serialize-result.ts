import { stringValue } from '../../tree/string-value.ts'
import type { XmlNode } from '../../tree/node.ts'
import { isBlank } from '../element.ts'
import type { OutputProperties } from '../output-properties.ts'
import { charactersFor } from './characters.ts'
import { createHtmlWriter } from './html.ts'
import { walk } from './walk.ts'
import { createXmlWriter } from './xml.ts'

/**
 * A result tree as text (XSLT 1.0, section 16), as `xsl:output` wants it.
 * @throws XsltError `ERR_XSLT_DYNAMIC` for characters that XML, or the encoding of plain text, cannot carry.
 */
export function serializeResult(result: XmlNode, output: OutputProperties = {}): string {
  const method = output.method ?? methodFor(result)
  if (method === 'text') return charactersFor(output.encoding).whole(stringValue(result))
  const writer = method === 'html' ? createHtmlWriter(output) : createXmlWriter(output)
  walk(result, writer)
  return writer.text()
}

function methodFor(result: XmlNode): 'html' | 'xml' {
  for (const { kind, localName, namespace, value } of result.children) {
    if (kind === 'element') return namespace === '' && localName.toLowerCase() === 'html' ? 'html' : 'xml'
    if (kind === 'text' && !isBlank(value)) return 'xml'
  }
  return 'xml'
}
