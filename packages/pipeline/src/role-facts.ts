import type { QName } from '@xeerkat/xml'
import type { XmlNode } from '@xeerkat/xslt'
import { type AttributeKind, boolean, name } from './attributes.ts'
import { ROLE } from './names.ts'
import { attributeOf, nameOf } from './node-names.ts'
import type { Compiler } from './step-type.ts'

/** Which role a pipeline plays. Has the shape of what `defineRole` of @xeerkat/agent-vm takes as a description. */
export interface RoleFacts {
  readonly iri: string
  readonly title?: string
  readonly accepts: readonly AcceptedRoot[]
}

export interface AcceptedRoot extends QName {
  /** A W3C XML Schema as text. */
  readonly schema?: string
  /** A valid document, as text. */
  readonly example?: string
  /** Consumers may send it. Default: true. */
  readonly public?: boolean
}

const known = new Set(['iri', 'title', 'accepts', 'schema', 'example', 'public'])

/**
 * Reads the role off the attributes of `p:pipe` in our role namespace:
 *
 *     r:iri="http://…/Worker" r:title="Squares" r:accepts="square m:cube" r:schema="square.xsd" r:example="2.xml 3.xml"
 *
 * `accepts` are names of document elements. `schema`, `example` and `public` say one thing for all of them, or one for
 * each, in their order.
 */
export function readRole(
  root: XmlNode,
  { fail, resource }: Pick<Compiler, 'fail' | 'resource'>,
): RoleFacts | undefined {
  const given = root.attributes.filter(({ namespace }) => namespace === ROLE)
  if (given.length === 0) return undefined
  for (const attribute of given) {
    if (!known.has(attribute.localName)) {
      fail(root, `${nameOf(root)} has ${nameOf(attribute)}; a role has ${[...known].join(', ')}`)
    }
  }
  const iri = attributeOf(root, 'iri', ROLE) ?? fail(root, `${nameOf(root)} says something of a role, but not its iri`)
  if (!URL.canParse(iri))
    fail(root, `the role's iri is "${iri.slice(0, 80)}"; it should be absolute, as in http://example.org/Role`)
  const title = attributeOf(root, 'title', ROLE)
  return { iri, ...(title !== undefined && { title }), accepts: readAccepted() }

  function readAccepted(): readonly AcceptedRoot[] {
    const roots = listOf('accepts').map((written) => read(written, name, 'accepts'))
    const texts = (attribute: string): readonly string[] => listOf(attribute).map((href) => resource(root, href).text)
    const schemas = spread('schema', texts('schema'), roots.length)
    const examples = spread('example', texts('example'), roots.length)
    const isPublic = spread(
      'public',
      listOf('public').map((written) => read(written, boolean, 'public')),
      roots.length,
    )
    return roots.map(({ namespace, localName }, i) => ({
      namespace,
      localName,
      ...present('schema', schemas[i]),
      ...present('example', examples[i]),
      ...present('public', isPublic[i]),
    }))
  }

  function listOf(attribute: string): readonly string[] {
    return (attributeOf(root, attribute, ROLE) ?? '').split(/\s+/).filter((part) => part !== '')
  }

  function read<T>(written: string, { read, expected }: AttributeKind<T>, attribute: string): T {
    return (
      read(written, root) ??
      fail(root, `the role's ${attribute} has "${written.slice(0, 80)}", where ${expected} should be`)
    )
  }

  function spread<T>(attribute: string, values: readonly T[], length: number): readonly (T | undefined)[] {
    if (values.length === 1) return Array.from({ length }, () => values[0])
    if (values.length === 0 || values.length === length) return values
    return fail(
      root,
      `the role's ${attribute} has ${values.length} entries for ${length} accepted names; give one, or one for each`,
    )
  }
}

function present<K extends string, T>(key: K, value: T | undefined): { readonly [Key in K]?: T } {
  // The key is K, and the value is not undefined.
  return (value === undefined ? {} : { [key]: value }) as { readonly [Key in K]?: T }
}
