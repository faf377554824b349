import { compileRelaxNg, compileSchema, type Element, fromText, type Schema, XmlError } from '@xeerkat/xml'
import type { XmlNode } from '@xeerkat/xslt'
import { PipelineError } from './errors.ts'
import { resolveHref } from './hrefs.ts'
import type { Compiler } from './step-type.ts'

interface SchemaLanguage {
  readonly compile: (text: string, options: { resolve: Readonly<Record<string, string>> }) => Promise<Schema>
  readonly namespace: string
  /** Elements that refer to other schemas, and the attribute that says where they are. */
  readonly referring: ReadonlySet<string>
  readonly attribute: string
}

const relaxNg: SchemaLanguage = {
  compile: compileRelaxNg,
  namespace: 'http://relaxng.org/ns/structure/1.0',
  referring: new Set(['include', 'externalRef']),
  attribute: 'href',
}

const xmlSchema: SchemaLanguage = {
  compile: compileSchema,
  namespace: 'http://www.w3.org/2001/XMLSchema',
  referring: new Set(['include', 'import', 'redefine']),
  attribute: 'schemaLocation',
}

/**
 * Compiles the schema that an element refers to, with all that it imports and includes from the pipeline's own folder:
 * RELAX NG (XML syntax) if its name ends with `.rng`, else W3C XML Schema.
 */
export async function loadSchema(
  element: XmlNode,
  href: string,
  { resource }: Pick<Compiler, 'resource'>,
): Promise<Schema> {
  const { text, uri } = resource(element, href)
  const language = uri.endsWith('.rng') ? relaxNg : xmlSchema
  try {
    return await language.compile(text, { resolve: referred() })
  } catch (cause) {
    if (!(cause instanceof XmlError)) throw cause
    const { position } = element
    throw new PipelineError('ERR_PIPELINE_INVALID', `"${href}": ${cause.message}`, { position, cause })
  }

  /** By the locations that libxml2 asks for: relative to the schema that it was given, which has none itself. */
  function referred(): Readonly<Record<string, string>> {
    const found: Record<string, string> = {}
    const waiting = [{ text, location: '' }]
    for (let schema = waiting.pop(); schema !== undefined; schema = waiting.pop()) {
      for (const written of locationsIn(schema.text, language)) {
        const location = joined(written, schema.location)
        if (Object.hasOwn(found, location)) continue
        const other = resource(element, location, uri)
        found[location] = other.text
        // In the schema that has no location, it is asked for as it is written.
        if (schema.location === '') found[written] = other.text
        waiting.push({ text: other.text, location })
      }
    }
    return found
  }
}

/** As libxml2 joins them. What is not within the folder stays as it is written, for `resource` to refuse. */
function joined(written: string, location: string): string {
  const plain = written.replace(/^(?:\.\/)+/, '')
  return location === '' ? plain : (resolveHref(plain, location) ?? written)
}

function* locationsIn(text: string, { namespace, referring, attribute }: SchemaLanguage): Generator<string> {
  const waiting: Element[] = [fromText(text).tree()]
  for (let element = waiting.pop(); element !== undefined; element = waiting.pop()) {
    for (const child of element.children) if (child.type === 'element') waiting.push(child)
    if (element.namespace !== namespace || !referring.has(element.localName)) continue
    const location = element.attributes.find(({ localName }) => localName === attribute)
    if (location !== undefined) yield location.value
  }
}
