import type { Document } from './document.ts'
import { XmlError } from './errors.ts'
import { loadLibxml2 } from './libxml2.ts'
import { fromTree } from './serialize.ts'
import type { Element } from './tree.ts'

export interface CanonicalOptions {
  /** Exclusive XML Canonicalization: namespaces are declared where they are used. Default false. */
  readonly exclusive?: boolean
  /** Default false. */
  readonly withComments?: boolean
  /** Size of the result: what was declared once may come to be declared on every element. Default 64 MiB. */
  readonly maxBytes?: number
  /** Elements open at once: libxml2 has little stack. Default 256, at most 512. */
  readonly maxDepth?: number
  /** Namespace declarations in scope at once: libxml2 takes the square of their number, for each element. Default 32. */
  readonly maxNamespaces?: number
}

/** 2,000 levels were too many, and left libxml2 unusable. */
const DEEPEST = 512

/**
 * A document in the one form that all documents of its meaning have, to be compared, hashed or signed: Canonical XML
 * (https://www.w3.org/TR/xml-c14n, of a whole document the same as version 1.1's) or Exclusive XML Canonicalization
 * (https://www.w3.org/TR/xml-exc-c14n/), as UTF-8. A DOCTYPE is refused, as everywhere.
 * @throws XmlError if the document is not well-formed or passes a limit; `ERR_XML_VALUE` for a relative namespace
 * name, of which there is no canonical form.
 */
export async function canonicalize(
  source: Document | Element,
  {
    exclusive = false,
    withComments = false,
    maxBytes = 2 ** 26,
    maxDepth = 256,
    maxNamespaces = 32,
  }: CanonicalOptions = {},
): Promise<Uint8Array> {
  const document = 'bytes' in source ? source : fromTree(source)
  checkScope(document, Math.min(maxDepth, DEEPEST), maxNamespaces)
  const { library, parse, run } = await loadLibxml2()
  const mode = exclusive ? library.XmlC14NMode.XML_C14N_EXCLUSIVE_1_0 : library.XmlC14NMode.XML_C14N_1_0
  const output = createOutput(maxBytes)
  const { result, findings } = run(() => {
    using parsed = parse(document.bytes)
    try {
      parsed.canonicalize(output, { mode, withComments })
    } catch (cause) {
      if (cause instanceof library.XmlError) return cause
      throw cause
    }
    return 'done'
  }, 1)
  const bytes = output.bytes()
  if (bytes === undefined) throw limit(`comes to more than ${maxBytes} bytes`)
  if (result === 'done') return bytes
  const why = findings[0]?.message.trim() ?? 'libxml2 does not say why'
  throw new XmlError('ERR_XML_VALUE', `the document has no canonical form: ${why}`, { cause: result })
}

/** Collects what libxml2 writes: in pieces of a few kilobytes, of which it wants the memory back. */
function createOutput(maxBytes: number) {
  const pieces: Uint8Array[] = []
  let size = 0
  return {
    write(piece: Uint8Array) {
      size += piece.length
      if (size > maxBytes) return -1
      pieces.push(piece.slice())
      return piece.length
    },
    close: () => true,
    /** `undefined` when it was too much. */
    bytes() {
      if (size > maxBytes) return undefined
      const all = new Uint8Array(size)
      let at = 0
      for (const piece of pieces) {
        all.set(piece, at)
        at += piece.length
      }
      return all
    },
  }
}

/** @throws XmlError for a document that libxml2 cannot work on, or not for long. */
function checkScope(document: Document, maxDepth: number, maxNamespaces: number): void {
  /** Of each open element: the declarations in scope. */
  const scopes: number[] = []
  for (const item of document.events()) {
    if (item.type === 'end-element') scopes.pop()
    if (item.type !== 'start-element') continue
    const inScope = (scopes.at(-1) ?? 0) + item.declarations.length
    scopes.push(inScope)
    if (scopes.length > maxDepth) throw limit(`nests elements more than ${maxDepth} deep`)
    if (inScope > maxNamespaces) throw limit(`has more than ${maxNamespaces} namespace declarations in scope at once`)
    for (const { namespace } of item.declarations) {
      if (namespace === '' || SCHEME.test(namespace)) continue
      const why = `the namespace name "${namespace.slice(0, 200)}" is relative`
      throw new XmlError('ERR_XML_VALUE', `${why}, and so the document has no canonical form`)
    }
  }
}

const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:/

function limit(what: string): XmlError {
  return new XmlError('ERR_XML_LIMIT', `the document ${what}, too many to canonicalize`)
}
