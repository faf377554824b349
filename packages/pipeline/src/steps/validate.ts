import type { Schema, Violation } from '@xeerkat/xml'
import { type AttributeKind, boolean, optional, required, text } from '../attributes.ts'
import type { XmlNode } from '@xeerkat/xslt'
import { PipelineError } from '../errors.ts'
import { PIPELINE } from '../names.ts'
import { nameOf } from '../node-names.ts'
import { loadSchema } from '../load-schema.ts'
import type { Compiler, StepType } from '../step-type.ts'
import type { Stage } from '../step.ts'

export interface SchemaMap {
  readonly schema: Schema
  /** Only for documents whose document element is in this namespace. Default: for all. */
  readonly namespace?: string | undefined
}

export interface ValidateOptions {
  /** Whoever made the schemas disposes of them. */
  readonly schemas: readonly SchemaMap[]
  /** `false` lets pass what is not valid. Default: true. */
  readonly assert?: boolean
  /** For people: what the schemas are called. */
  readonly detail?: string
}

/** Violations told of one document. */
const SHOWN = 20

/**
 * Passes on what is valid, as it came, byte for byte; else fails with what the validator says (Example 4; XProc 3.1:
 * `p:validate-with-xml-schema`, `p:validate-with-relax-ng`). Every schema that is for the document must find it valid.
 */
export function validate({ schemas, assert = true, detail }: ValidateOptions): Stage {
  return {
    name: 'p:validate',
    holds: assert ? 'document' : 'nothing',
    ...(detail !== undefined && { detail }),
    async run(input) {
      if (!assert) return input
      const document = await input.document()
      const { namespace } = document.root
      const mapped = schemas.filter((map) => map.namespace === undefined || map.namespace === namespace)
      if (mapped.length === 0) throw notValid(`there is no schema for the namespace "${namespace.slice(0, 200)}"`)
      const violations = mapped.flatMap(({ schema }) => schema.validate(document))
      if (violations.length > 0) throw notValid(violations.slice(0, SHOWN).map(inWords).join('; '))
      return input
    },
  }
}

function inWords({ message, line, column }: Violation): string {
  return `${message} (line ${line}, column ${column})`
}

function notValid(message: string): PipelineError {
  return new PipelineError('ERR_PIPELINE_NOT_VALID', message)
}

export const validateType: StepType = {
  namespace: PIPELINE,
  localName: 'validate',
  async compile(element, compiler) {
    const { assert } = compiler.attributes(element, { assert: optional(boolean, true) })
    const maps = compiler.children(element)
    if (maps.length === 0)
      compiler.fail(element, 'p:validate lacks p:map: it says which schema, as in <p:map href="ping.xsd"/>')
    const schemas: (SchemaMap & { readonly href: string })[] = []
    for (const map of maps) schemas.push(await readMap(map, compiler))
    return validate({ schemas, assert, detail: schemas.map(({ href }) => href).join(', ') })
  },
}

async function readMap(element: XmlNode, compiler: Compiler): Promise<SchemaMap & { readonly href: string }> {
  const { attributes, empty, fail, own } = compiler
  if (element.namespace !== PIPELINE || element.localName !== 'map') {
    fail(element, `p:validate has p:map in it, not ${nameOf(element)}`)
  }
  const { href, namespace } = attributes(element, { href: required(text), namespace: optional(anyNamespace) })
  empty(element)
  return { href, namespace, schema: own(await loadSchema(element, href, compiler)) }
}

const anyNamespace: AttributeKind<string> = { expected: 'a namespace, or nothing', read: (value) => value }
