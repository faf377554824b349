import { setImmediate } from 'node:timers/promises'
import { type Document, type Schema, XmlError } from '@xeerkat/xml'
import type { Rejection } from '../rejection.ts'

/** Reads documents before they are queued. Disposing it gives back what compiled schemas hold. */
export interface Examiner extends AsyncDisposable {
  /** Is it well-formed to its end, within the limits it was made with? */
  readonly wellFormed: (document: Document) => Promise<Rejection | undefined>
  /** Is a well-formed one valid? A schema is compiled when it is first needed. */
  readonly valid: (document: Document, schema: string) => Promise<Rejection | undefined>
}

/** Compiles a schema; `compileSchema` is one. */
export type CompileSchema = (text: string) => Promise<Schema>

/** Complaints shown to a consumer. */
const SHOWN = 5

/** Examines in this thread. */
export function createExaminer(
  compile: CompileSchema,
  { maxSchemas = 256 }: { readonly maxSchemas?: number } = {},
): Examiner {
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
    wellFormed: notWellFormed,
    async valid(document, schema) {
      const complaints = complaintsOf(await schemaOf(schema), document)
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

/** Items read before others get their turn: a large document must not hold up everybody. */
const TURN = 5000

/** Reads a document to its end, within the limits it was made with. */
export async function notWellFormed(document: Document): Promise<Rejection | undefined> {
  try {
    let items = 0
    for (const _ of document.events()) if (++items % TURN === 0) await setImmediate()
    return undefined
  } catch (error) {
    if (!(error instanceof XmlError)) throw error
    return { code: 'not-well-formed', message: `Your document was not well-formed: ${error.message}` }
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
