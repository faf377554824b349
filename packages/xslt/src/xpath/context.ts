import { type Budget, createBudget } from '../budget.ts'
import type { XmlNode } from '../tree/node.ts'
import type { XPathLimits } from './limits.ts'
import type { Value } from './value.ts'

/** What an expression is evaluated in (XPath 1.0, section 1). A function may not keep it: the next node reuses it. */
export interface Context {
  readonly node: XmlNode
  /** From 1. */
  readonly position: number
  readonly size: number
  /** By Clark name; a name that is not bound is an error. */
  readonly variable: (name: string) => Value | undefined
  readonly budget: Budget
  /** XSLT's `current()`. Default: the node. */
  readonly current?: XmlNode | undefined
}

/** A function beyond the core library, by Clark name. Its arguments come evaluated. */
export type ExtensionFunction = (context: Context, ...args: readonly Value[]) => Value

/** What an expression may refer to when it is compiled. */
export interface StaticContext {
  /** Namespace of a prefix that is in scope; `undefined` makes it a syntax error. The empty prefix is never asked. */
  readonly namespaceOf?: (prefix: string) => string | undefined
  readonly functions?: ReadonlyMap<string, ExtensionFunction>
  /** An unknown function in a namespace is an error only when it is called, as XSLT 1.0 (14.2) wants it. */
  readonly lateFunctions?: boolean
  /** Which attributes are IDs besides `xml:id`, for `id()`: there is no DTD to say so. */
  readonly isId?: (attribute: XmlNode) => boolean
  readonly limits?: Partial<XPathLimits>
}

export interface ContextOptions {
  /** Default: a budget of its own with the default bounds. */
  readonly budget?: Budget
  /** By Clark name. */
  readonly variables?: ReadonlyMap<string, Value>
  /** Default 1. */
  readonly position?: number
  /** Default 1. */
  readonly size?: number
  readonly current?: XmlNode
}

const nothing: ReadonlyMap<string, Value> = new Map()

export function createContext(
  node: XmlNode,
  { budget = createBudget(), variables = nothing, position = 1, size = 1, current }: ContextOptions = {},
): Context {
  return { node, position, size, variable: (name) => variables.get(name), budget, current }
}
