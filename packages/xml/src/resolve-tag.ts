import type { Fail } from './errors.ts'
import { type Attribute, clark, type Declaration, type StartElement } from './items.ts'
import { forbidsDeclaration, type Scope } from './namespaces.ts'
import { isDeclaration, type RawAttribute, type RawTag } from './start-tag.ts'

const noAttributes: readonly Attribute[] = []
const noDeclarations: readonly Declaration[] = []

/** Puts a tag's names into their namespaces; what it declares is declared in `scope`. `offset` is the tag's. */
export function resolveTag(tag: RawTag, scope: Scope, offset: number, fail: Fail): StartElement {
  const { prefix, localName } = tag
  const declarations = tag.declares ? declare(tag, scope, fail) : noDeclarations
  const namespace = lookup(prefix, scope, offset + 1, fail)
  const attributes = tag.count > declarations.length ? resolveAttributes(tag, scope, fail) : noAttributes
  return { type: 'start-element', prefix, localName, namespace, attributes, declarations }
}

function declare(tag: RawTag, scope: Scope, fail: Fail): readonly Declaration[] {
  const declarations: Declaration[] = []
  const seen = new Set<string>()
  for (let i = 0; i < tag.count; i++) {
    const raw = tag.attributes[i]
    if (raw === undefined || !isDeclaration(raw)) continue
    const prefix = raw.prefix === '' ? '' : raw.localName
    const namespace = raw.value
    const forbidden = forbidsDeclaration(prefix, namespace)
    if (forbidden !== undefined) fail(raw.offset, forbidden)
    if (seen.has(prefix)) failTwin(raw, fail)
    seen.add(prefix)
    declarations.push({ prefix, namespace })
    scope.declare(prefix, namespace)
  }
  return declarations
}

// Among few attributes, looking at each pair is quicker than a set; among many it would be quadratic.
const FEW = 8

function resolveAttributes(tag: RawTag, scope: Scope, fail: Fail): readonly Attribute[] {
  const attributes: Attribute[] = []
  const seen = tag.count > FEW ? new Set<string>() : undefined
  for (let i = 0; i < tag.count; i++) {
    const raw = tag.attributes[i]
    if (raw === undefined || (tag.declares && isDeclaration(raw))) continue
    const { prefix, localName, value } = raw
    const namespace = prefix === '' ? '' : lookup(prefix, scope, raw.offset, fail)
    const attribute = { prefix, localName, namespace, value }
    if (seen === undefined ? hasTwin(attributes, attribute) : seen.has(clark(attribute))) failTwin(raw, fail)
    seen?.add(clark(attribute))
    attributes.push(attribute)
  }
  return attributes
}

function hasTwin(attributes: readonly Attribute[], { localName, namespace }: Attribute): boolean {
  for (const other of attributes) if (other.localName === localName && other.namespace === namespace) return true
  return false
}

function failTwin({ prefix, localName, offset }: RawAttribute, fail: Fail): never {
  return fail(offset, `the attribute ${prefix === '' ? localName : `${prefix}:${localName}`} is given twice`)
}

function lookup(prefix: string, scope: Scope, offset: number, fail: Fail): string {
  return scope.lookup(prefix) ?? fail(offset, `the prefix ${prefix} is not declared`)
}
