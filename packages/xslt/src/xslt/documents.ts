import type { Budget } from '../budget.ts'
import type { XmlNode } from '../tree/node.ts'
import { readTree } from './load.ts'
import type { Read } from './stylesheet.ts'

/** `document()` during one transformation: one document for one URI, however often it is asked for (section 12.1). */
export function createDocuments(
  { read, strip, budget }: { readonly read: Read | undefined; strip: (document: XmlNode) => XmlNode; budget: Budget },
  source: XmlNode,
): (href: string, base: string, at: XmlNode) => XmlNode {
  const byReference = new Map<string, XmlNode>()
  const byUri = new Map<string, XmlNode>()
  if (source.uri !== '') byUri.set(source.uri, source)
  return (href, base, at) => {
    const reference = `${base} ${href}`
    let document = byReference.get(reference)
    if (document === undefined) byReference.set(reference, (document = find(href, base, at)))
    return document
  }

  function find(href: string, base: string, at: XmlNode): XmlNode {
    // An empty reference is to the document that it stands in: the stylesheet's own, most of the time.
    const known = href === '' ? byUri.get(base) : undefined
    if (known !== undefined) return known
    const document = href === '' && base === at.document.uri ? at.document : readTree(read, href, at, { base, budget })
    const same = byUri.get(document.uri)
    if (same !== undefined) return same
    const stripped = strip(document)
    if (document.uri !== '') byUri.set(document.uri, stripped)
    return stripped
  }
}
