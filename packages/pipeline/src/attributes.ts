import type { QName } from '@xeerkat/xml'
import type { XmlNode } from '@xeerkat/xslt'
import { namespaceOf } from './namespaces.ts'

/** How an attribute's value is read. */
export interface AttributeKind<T> {
  /** For messages, after "it should be": `true or false`. */
  readonly expected: string
  /** `undefined` for what is not as expected. The element is where prefixes are looked up. */
  readonly read: (value: string, element: XmlNode) => T | undefined
}

export interface AttributeRule<T> {
  readonly kind: AttributeKind<unknown>
  readonly required: boolean
  /** What an absent attribute means. */
  readonly fallback: T | undefined
}

/** The attributes that a step takes: a property for each. */
export type AttributeTable<T> = { readonly [Name in keyof T]: AttributeRule<T[Name]> }

export function required<T>(kind: AttributeKind<T>): AttributeRule<T> {
  return { kind, required: true, fallback: undefined }
}

export function optional<T>(kind: AttributeKind<T>): AttributeRule<T | undefined>
export function optional<T>(kind: AttributeKind<T>, fallback: T): AttributeRule<T>
export function optional<T>(kind: AttributeKind<T>, fallback?: T): AttributeRule<T | undefined> {
  return { kind, required: false, fallback }
}

/** Any text that is not empty. */
export const text: AttributeKind<string> = {
  expected: 'a text that is not empty',
  read: (value) => (value === '' ? undefined : value),
}

/** `xs:boolean`. */
export const boolean: AttributeKind<boolean> = {
  expected: 'true or false',
  read: (value) => ({ true: true, '1': true, false: false, '0': false })[value.trim()],
}

export function integer(least: number, most: number): AttributeKind<number> {
  return {
    expected: `a whole number from ${least} to ${most}`,
    read(value) {
      const number = /^\s*-?\d{1,15}\s*$/.test(value) ? Number(value) : Number.NaN
      return number >= least && number <= most ? number : undefined
    },
  }
}

export function choice<const T extends string>(...values: readonly T[]): AttributeKind<T> {
  return { expected: values.join(' or '), read: (value) => values.find((each) => each === value.trim()) }
}

/** A name as it is written, and the namespace of its prefix. */
export interface WrittenName extends QName {
  readonly prefix: string
}

/** A qualified name; without a prefix it is in no namespace, as in XPath. */
export const name: AttributeKind<WrittenName> = {
  expected: 'a name whose prefix is declared',
  read(value, element) {
    const match = /^\s*(?:(?<prefix>[\p{L}_][\p{L}\p{N}\-._]*):)?(?<localName>[\p{L}_][\p{L}\p{N}\-._]*)\s*$/u.exec(
      value,
    )
    const { prefix = '', localName = '' } = match?.groups ?? {}
    const namespace = prefix === '' ? '' : namespaceOf(element, prefix)
    return localName === '' || namespace === undefined ? undefined : { prefix, localName, namespace }
  },
}
