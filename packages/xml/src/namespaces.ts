export const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace'
const XMLNS_NAMESPACE = 'http://www.w3.org/2000/xmlns/'

/** Which prefix stands for which namespace, as elements open and close. */
export interface Scope {
  /** The namespace of a prefix; `undefined` if it is not declared. The default namespace is that of `''`. */
  readonly lookup: (prefix: string) => string | undefined
  readonly declare: (prefix: string, namespace: string) => void
  /** Remembers this point, to return to. */
  readonly mark: () => number
  /** Forgets what was declared since the mark. */
  readonly restore: (mark: number) => void
}

/** One table and a log of what each declaration hid: an element costs nothing unless it declares something. */
export function createScope(): Scope {
  const current = new Map<string, string | undefined>([
    ['', ''],
    ['xml', XML_NAMESPACE],
  ])
  const hidden: { readonly prefix: string; readonly namespace: string | undefined }[] = []
  return {
    lookup: (prefix) => current.get(prefix),
    declare(prefix, namespace) {
      hidden.push({ prefix, namespace: current.get(prefix) })
      current.set(prefix, namespace)
    },
    mark: () => hidden.length,
    restore(mark) {
      while (hidden.length > mark) {
        const last = hidden.pop()
        if (last !== undefined) current.set(last.prefix, last.namespace)
      }
    },
  }
}

/** Why a prefix may not be declared so (Namespaces in XML 1.0, 2.2 and 3); `undefined` if it may. */
export function forbidsDeclaration(prefix: string, namespace: string): string | undefined {
  if (prefix === 'xmlns') return 'the prefix xmlns may not be declared'
  if (namespace === XMLNS_NAMESPACE) return `no prefix may be bound to ${XMLNS_NAMESPACE}`
  if ((prefix === 'xml') !== (namespace === XML_NAMESPACE)) return `the prefix xml and ${XML_NAMESPACE} belong together`
  if (prefix !== '' && namespace === '') return `the prefix ${prefix} may not be bound to no namespace`
  return undefined
}
