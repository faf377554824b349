import type { Budget } from '../budget.ts'
import type { XmlNode } from '../tree/node.ts'
import type { Value } from './value.ts'

/** What an expression is evaluated in (XPath 1.0, section 1). */
export interface Context {
  readonly node: XmlNode
  /** From 1. */
  readonly position: number
  readonly size: number
  /** By Clark name; a name that is not bound is an error. */
  readonly variable: (name: string) => Value | undefined
  readonly budget: Budget
  /** XSLT's `current()`. Default: the node. */
  readonly current?: XmlNode
}

/** A function beyond the core library, by Clark name. Its arguments come evaluated. */
export type ExtensionFunction = (context: Context, ...args: readonly Value[]) => Value

/** What an expression may refer to when it is compiled. */
export interface StaticContext {
  /** Namespace of a prefix that is in scope; `undefined` makes it a syntax error. The empty prefix is never asked. */
  readonly namespaceOf?: (prefix: string) => string | undefined
  readonly functions?: ReadonlyMap<string, ExtensionFunction>
}
