import { type Document, type Schema, XmlError } from '@xeerkat/xml'
import type { Filter } from '../filter.ts'

/** Compiles a schema; `compileSchema` is one. */
export type CompileSchema = (text: string) => Promise<Schema>

/** Complaints shown to a consumer. */
const SHOWN = 5

/**
 * Validates documents with the schemas of local routes, each compiled once, when it is first needed. A schema learned
 * from the mesh is never compiled: it is a stranger's program, in a way.
 */
export function createSchemas(
  compile: CompileSchema,
  { maxSchemas = 256 }: { readonly maxSchemas?: number } = {},
): { readonly filter: Filter } & AsyncDisposable {
  const compiled = new Map<string, Promise<Schema>>()

  function schemaOf(text: string): Promise<Schema> {
    const known = compiled.get(text)
    if (known !== undefined) return known
    const schema = compile(text)
    compiled.set(text, schema)
    const [[oldest, dropped] = []] = compiled
    if (compiled.size > maxSchemas && oldest !== undefined) {
      compiled.delete(oldest)
      void dropped?.then(dispose, () => {})
    }
    return schema
  }

  return {
    async filter({ document, route }) {
      if (route?.schema === undefined || route.learned === true) return undefined
      const complaints = complaintsOf(await schemaOf(route.schema), document)
      if (complaints.length === 0) return undefined
      return { code: 'not-valid', message: `Your document was not valid due to: ${complaints.join('; ')}` }
    },
    async [Symbol.asyncDispose]() {
      const schemas = await Promise.allSettled(compiled.values())
      compiled.clear()
      for (const schema of schemas) if (schema.status === 'fulfilled') dispose(schema.value)
    },
  }
}

function complaintsOf(schema: Schema, document: Document): readonly string[] {
  try {
    return schema
      .validate(document)
      .slice(0, SHOWN)
      .map(({ message, line, column }) => `${message} (line ${line}, column ${column})`)
  } catch (error) {
    if (error instanceof XmlError) return [error.message] // It passes a bound of the validator's own.
    throw error
  }
}

function dispose(schema: Schema): void {
  schema[Symbol.dispose]()
}
