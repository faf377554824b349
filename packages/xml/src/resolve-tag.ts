import type { Fail } from './errors.ts'
import { type Attribute, clark, type Declaration, type StartElement } from './items.ts'
import { forbidsDeclaration, type Scope } from './namespaces.ts'
import type { RawAttribute, RawTag } from './start-tag.ts'

const noAttributes: readonly Attribute[] = []
const noDeclarations: readonly Declaration[] = []

/** Puts a tag's names into their namespaces; what it declares is declared in `scope`. `offset` is the tag's. */
export function resolveTag(raw: RawTag, scope: Scope, offset: number, fail: Fail): StartElement {
  const { prefix, localName } = raw
  if (raw.attributes.length === 0) {
    const namespace = lookup(prefix, scope, offset + 1, fail)
    return {
      type: 'start-element',
      prefix,
      localName,
      namespace,
      attributes: noAttributes,
      declarations: noDeclarations,
    }
  }
  const declarations = declare(raw.attributes, scope, fail)
  const namespace = lookup(prefix, scope, offset + 1, fail)
  const attributes = resolveAttributes(raw.attributes, scope, fail)
  return { type: 'start-element', prefix, localName, namespace, attributes, declarations }
}

function declare(raw: readonly RawAttribute[], scope: Scope, fail: Fail): readonly Declaration[] {
  let declarations: Declaration[] | undefined
  for (const attribute of raw) {
    if (!isDeclaration(attribute)) continue
    const prefix = attribute.prefix === '' ? '' : attribute.localName
    const namespace = attribute.value
    const forbidden = forbidsDeclaration(prefix, namespace)
    if (forbidden !== undefined) fail(attribute.offset, forbidden)
    declarations ??= []
    declarations.push({ prefix, namespace })
    scope.declare(prefix, namespace)
  }
  if (declarations === undefined) return noDeclarations
  refuseTwins(
    declarations.map(({ prefix }) => prefix),
    raw.filter(isDeclaration),
    fail,
  )
  return declarations
}

function resolveAttributes(raw: readonly RawAttribute[], scope: Scope, fail: Fail): readonly Attribute[] {
  const attributes: Attribute[] = []
  for (const attribute of raw) {
    if (isDeclaration(attribute)) continue
    const { prefix, localName, value } = attribute
    const namespace = prefix === '' ? '' : lookup(prefix, scope, attribute.offset, fail)
    attributes.push({ prefix, localName, namespace, value })
  }
  if (attributes.length > 1) {
    refuseTwins(
      attributes.map(clark),
      raw.filter((attribute) => !isDeclaration(attribute)),
      fail,
    )
  }
  return attributes
}

// In few names, looking at each pair is quicker than a set; in many it would be quadratic.
const FEW = 8

function refuseTwins(names: readonly string[], raw: readonly RawAttribute[], fail: Fail): void {
  const seen = names.length > FEW ? new Set<string>() : undefined
  for (const [i, name] of names.entries()) {
    const twin = seen === undefined ? names.indexOf(name) < i : seen.has(name)
    const attribute = raw[i]
    if (twin && attribute !== undefined) fail(attribute.offset, `the attribute ${attribute.name} is given twice`)
    seen?.add(name)
  }
}

function lookup(prefix: string, scope: Scope, offset: number, fail: Fail): string {
  return scope.lookup(prefix) ?? fail(offset, `the prefix ${prefix} is not declared`)
}

function isDeclaration({ prefix, localName }: RawAttribute): boolean {
  return prefix === 'xmlns' || (prefix === '' && localName === 'xmlns')
}
