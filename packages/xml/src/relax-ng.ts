import type { Document } from './document.ts'
import { XmlError } from './errors.ts'
import { loadLibxml2 } from './libxml2.ts'
import { checkRelaxNgExpansion } from './relax-ng-expansion.ts'
import { isRelaxNgNews, relaxNgInPlainWords } from './relax-ng-words.ts'
import { compileValidator, readSchema, type Schema, schemaOf, type SchemaOptions } from './validator.ts'

export interface RelaxNgOptions extends SchemaOptions {
  /** Elements of a document to validate that may be open at once: libxml2 has little stack. Default 256, at most 512. */
  readonly maxDepth?: number
}

/** 1,500 levels were too many, and left libxml2 unusable. */
const DEEPEST = 512

/**
 * Compiles a RELAX NG schema in its XML syntax (ISO/IEC 19757-2); what it includes or refers to with `externalRef` is
 * taken from `resolve`, by location.
 * @throws XmlError `ERR_XML_SCHEMA` for what is no schema, or refers to one that is not given.
 */
export async function compileRelaxNg(
  rng: string,
  {
    resolve = {},
    maxBytes = 2 ** 18,
    maxParts = 2000,
    maxElements = 1_000_000,
    maxDepth = 256,
    maxViolations = 100,
  }: RelaxNgOptions = {},
): Promise<Schema> {
  const schema = readSchema(rng, maxBytes, checkRoot)
  const others = new Map(
    Object.entries(resolve).map(([location, text]) => [location, readSchema(text, maxBytes, checkRoot)]),
  )
  checkRelaxNgExpansion(
    new Map([['', schema.tree()], ...[...others].map(([location, other]) => [location, other.tree()] as const)]),
    maxParts,
  )
  const libxml2 = await loadLibxml2()
  const validator = compileValidator(libxml2, schema, others, (source) =>
    libxml2.library.RelaxNGValidator.fromDoc(source),
  )
  return schemaOf(
    libxml2,
    validator,
    { isNews: isRelaxNgNews, inPlainWords: relaxNgInPlainWords },
    { maxElements, maxDepth: Math.min(maxDepth, DEEPEST), maxViolations },
  )
}

const RELAX_NG = 'http://relaxng.org/ns/structure/1.0'

function checkRoot({ root: { localName, namespace } }: Document): void {
  if (namespace === RELAX_NG) return
  throw new XmlError('ERR_XML_SCHEMA', `<${localName}> is not in the namespace of RELAX NG, ${RELAX_NG}`)
}
