import type * as Libxml2 from 'libxml2-wasm'
import type { Document } from './document.ts'
import { type Position, XmlError } from './errors.ts'
import type { Bounded, ErrorDetail, Sources } from './libxml2.ts'
import { locate } from './locate.ts'
import { fromText } from './read.ts'

export interface SchemaOptions {
  /** Texts of the schemas that this one imports or includes, by location. It reaches nothing else. */
  readonly resolve?: Readonly<Record<string, string>>
  /** Size of the schema, and of each that it refers to, in bytes. Default 256 KiB. */
  readonly maxBytes?: number
  /** Parts of one component of the schema, what it refers to included. Default 2,000. */
  readonly maxParts?: number
  /** Elements of a document to validate. Default 1,000,000. */
  readonly maxElements?: number
  /** Violations told of one document. Default 100. */
  readonly maxViolations?: number
}

/** Why a document is not valid: a phrase without a full stop, and where the element begins. */
export interface Violation extends Position {
  readonly message: string
}

/** A compiled schema: W3C XML Schema (1.0) or RELAX NG. Holds memory that is not garbage-collected: dispose of it. */
export interface Schema extends Disposable {
  /**
   * None if the document is valid.
   * @throws XmlError if it is not well-formed or passes a limit.
   */
  readonly validate: (document: Document) => readonly Violation[]
}

/** What libxml2 makes of a schema, of whichever language. */
interface Validator {
  readonly validate: (document: Libxml2.XmlDocument) => void
  readonly dispose: () => void
}

/** @throws XmlError `ERR_XML_SCHEMA` for what libxml2 cannot use, or what refers to others that are not given. */
export function compileValidator(
  { parse, run }: Bounded,
  schema: Document,
  others: ReadonlyMap<string, Document>,
  compile: (source: Libxml2.XmlDocument) => Validator,
): Validator {
  const sources: Sources = new Map([...others].map(([location, { bytes }]) => [location, bytes]))
  const { result, findings, missing } = run(
    () => {
      using source = parse(schema.bytes)
      return compile(source)
    },
    10,
    sources,
  )
  if (missing.length > 0) {
    result?.dispose()
    throw new XmlError('ERR_XML_SCHEMA', `the schema refers to ${missing.join(', ')}, which is not given`)
  }
  if (result !== undefined) return result
  const faults = new Set(findings.map(({ message, line }) => `${message.trim().replace(/\.+$/, '')} (line ${line})`))
  const why = [...faults].join('; ') || 'libxml2 does not say why'
  throw new XmlError('ERR_XML_SCHEMA', `the schema cannot be used: ${why}`)
}

/** How a schema language says what is wrong. */
interface Words {
  /** Says something that the findings before have not said. */
  readonly isNews: (finding: ErrorDetail, index: number, findings: readonly ErrorDetail[]) => boolean
  readonly inPlainWords: (message: string) => string
}

interface Bounds {
  readonly maxElements: number
  readonly maxDepth: number
  readonly maxViolations: number
}

/** The validator as the rest of the world knows it. It is the schema's own from now on. */
export function schemaOf(
  { parse, run }: Bounded,
  validator: Validator,
  { isNews, inPlainWords }: Words,
  { maxElements, maxDepth, maxViolations }: Bounds,
): Schema {
  let disposed = false
  return {
    validate(document) {
      if (disposed) throw new XmlError('ERR_XML_SCHEMA', 'this schema was disposed of; compile it again')
      checkExtent(document, maxElements, maxDepth)
      const { findings } = run(() => {
        using parsed = parse(document.bytes)
        validator.validate(parsed)
      }, maxViolations)
      if (findings.length === 0) return []
      const positions = locate(document, new Set(findings.flatMap(({ xpath }) => xpath ?? [])))
      return findings.filter(isNews).map(({ message, line, xpath = '' }) => ({
        message: inPlainWords(message),
        ...(positions.get(xpath) ?? { line, column: 1 }),
      }))
    },
    [Symbol.dispose]() {
      if (!disposed) validator.dispose()
      disposed = true
    },
  }
}

/** @throws XmlError `ERR_XML_SCHEMA` for what cannot be read, or is not what `check` wants it to be. */
export function readSchema(text: string, maxBytes: number, check: (document: Document) => void): Document {
  try {
    const document = fromText(text, { limits: { bytes: maxBytes } })
    document.tree()
    check(document)
    return document
  } catch (cause) {
    if (cause instanceof XmlError && cause.code === 'ERR_XML_SCHEMA') throw cause
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new XmlError('ERR_XML_SCHEMA', `the schema cannot be read: ${why}`, { cause })
  }
}

function checkExtent(document: Document, maxElements: number, maxDepth: number): void {
  let elements = 0
  let depth = 0
  for (const { type } of document.events()) {
    if (type === 'end-element') depth--
    if (type !== 'start-element') continue
    if (++elements > maxElements) {
      throw new XmlError('ERR_XML_LIMIT', `the document has more than ${maxElements} elements, too many to validate`)
    }
    if (++depth > maxDepth) {
      throw new XmlError(
        'ERR_XML_LIMIT',
        `the document nests elements more than ${maxDepth} deep, too deep to validate`,
      )
    }
  }
}
