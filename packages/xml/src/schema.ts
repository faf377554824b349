import type { Document } from './document.ts'
import { XmlError } from './errors.ts'
import { type ErrorDetail, loadLibxml2 } from './libxml2.ts'
import { inPlainWords } from './plain-words.ts'
import { checkExpansion } from './schema-expansion.ts'
import { compileValidator, readSchema, type Schema, schemaOf, type SchemaOptions } from './validator.ts'

/**
 * Compiles a W3C XML Schema.
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
  const schema = readSchema(xsd, maxBytes, checkRoot)
  const others = new Map(
    Object.entries(resolve).map(([location, text]) => [location, readSchema(text, maxBytes, checkRoot)]),
  )
  checkExpansion(
    [schema, ...others.values()].map((document) => document.tree()),
    maxParts,
  )
  const libxml2 = await loadLibxml2()
  const validator = compileValidator(libxml2, schema, others, (source) => libxml2.library.XsdValidator.fromDoc(source))
  return schemaOf(libxml2, validator, { isNews, inPlainWords }, { maxElements, maxDepth: Infinity, maxViolations })
}

/** After a facet that a value breaks, or a part of a list, libxml2 says once more that the value is not one of its type. */
function isNews({ message, xpath }: ErrorDetail, i: number, findings: readonly ErrorDetail[]): boolean {
  const before = findings[i - 1]
  const isRepeated = before?.xpath === xpath && /\[facet |is not a valid value of the/.test(before?.message ?? '')
  return !(isRepeated && message.includes('is not a valid value of the'))
}

const XSD = 'http://www.w3.org/2001/XMLSchema'

function checkRoot({ root: { localName, namespace } }: Document): void {
  if (localName === 'schema' && namespace === XSD) return
  throw new XmlError('ERR_XML_SCHEMA', `<${localName}> is not the <schema> of ${XSD}`)
}
