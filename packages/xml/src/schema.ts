import type { Document } from './document.ts'
import { type Position, XmlError } from './errors.ts'
import { type Bounded, type ErrorDetail, loadLibxml2, type Sources } from './libxml2.ts'
import { locate } from './locate.ts'
import { inPlainWords } from './plain-words.ts'
import { fromText } from './read.ts'
import { checkExpansion } from './schema-expansion.ts'

export interface SchemaOptions {
  /** Texts of the schemas that this one imports or includes, by `schemaLocation`. It reaches nothing else. */
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

/** A compiled W3C XML Schema (1.0). Holds memory that is not garbage-collected: dispose of it. */
export interface Schema extends Disposable {
  /**
   * None if the document is valid.
   * @throws XmlError if it is not well-formed or passes a limit.
   */
  readonly validate: (document: Document) => readonly Violation[]
}

/**
 * Compiles a schema.
 * @throws XmlError `ERR_XML_SCHEMA` for what is no schema, or refers to one that is not given.
 */
export async function compileSchema(
  xsd: string,
  {
    resolve = {},
    maxBytes = 2 ** 18,
    maxParts = 2000,
    maxElements = 1_000_000,
    maxViolations = 100,
  }: SchemaOptions = {},
): Promise<Schema> {
  const schema = readSchema(xsd, maxBytes)
  const others = Object.entries(resolve).map(([location, text]) => [location, readSchema(text, maxBytes)] as const)
  checkExpansion(
    [schema, ...others.map(([, other]) => other)].map((document) => document.tree()),
    maxParts,
  )
  const libxml2 = await loadLibxml2()
  const sources = new Map(others.map(([location, { bytes }]) => [location, bytes]))
  const validator = compile(libxml2, schema.bytes, sources)
  let disposed = false

  return {
    validate(document) {
      if (disposed) throw new XmlError('ERR_XML_SCHEMA', 'this schema was disposed of; compile it again')
      checkElements(document, maxElements)
      return validate(libxml2, validator, document, maxViolations)
    },
    [Symbol.dispose]() {
      if (!disposed) validator.dispose()
      disposed = true
    },
  }
}

type Validator = InstanceType<Bounded['library']['XsdValidator']>

function compile({ library, parse, run }: Bounded, bytes: Uint8Array, sources: Sources): Validator {
  const { result, findings, missing } = run(
    () => {
      using source = parse(bytes)
      return library.XsdValidator.fromDoc(source)
    },
    10,
    sources,
  )
  if (missing.length > 0) {
    result?.dispose()
    throw new XmlError('ERR_XML_SCHEMA', `the schema refers to ${missing.join(', ')}, which is not given`)
  }
  if (result !== undefined) return result
  const faults = findings.map(({ message, line }) => `${message.trim()} (line ${line})`)
  throw new XmlError('ERR_XML_SCHEMA', `the schema cannot be used: ${faults.join(' ') || 'libxml2 does not say why'}`)
}

function validate(
  { parse, run }: Bounded,
  validator: Validator,
  document: Document,
  most: number,
): readonly Violation[] {
  const { findings } = run(() => {
    using parsed = parse(document.bytes)
    validator.validate(parsed)
  }, most)
  if (findings.length === 0) return []
  const positions = locate(document, new Set(findings.flatMap(({ xpath }) => xpath ?? [])))
  return findings.filter(isNews).map(({ message, line, xpath = '' }) => ({
    message: inPlainWords(message),
    ...(positions.get(xpath) ?? { line, column: 1 }),
  }))
}

/** After a facet that a value breaks, libxml2 says once more that the value is not one of its type. */
function isNews({ message, xpath }: ErrorDetail, i: number, findings: readonly ErrorDetail[]): boolean {
  const before = findings[i - 1]
  const isRepeated = before?.xpath === xpath && before?.message.includes('[facet ') === true
  return !(isRepeated && message.includes('is not a valid value of the'))
}

function checkElements(document: Document, most: number): void {
  let elements = 0
  for (const item of document.events()) {
    if (item.type === 'start-element' && ++elements > most) {
      throw new XmlError('ERR_XML_LIMIT', `the document has more than ${most} elements, too many to validate`)
    }
  }
}

const XSD = 'http://www.w3.org/2001/XMLSchema'

function readSchema(text: string, maxBytes: number): Document {
  try {
    const document = fromText(text, { limits: { bytes: maxBytes } })
    const { localName, namespace } = document.tree()
    if (localName === 'schema' && namespace === XSD) return document
    throw new XmlError('ERR_XML_SCHEMA', `<${localName}> is not the <schema> of ${XSD}`)
  } catch (cause) {
    if (cause instanceof XmlError && cause.code === 'ERR_XML_SCHEMA') throw cause
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new XmlError('ERR_XML_SCHEMA', `the schema cannot be read: ${why}`, { cause })
  }
}
