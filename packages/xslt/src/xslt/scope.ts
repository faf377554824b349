import type { XmlNode } from '../tree/node.ts'
import type { StaticContext } from '../xpath/context.ts'
import type { Code, Step, Template } from './frame.ts'

/** What all templates of a stylesheet are compiled against. */
export interface Sheet {
  readonly templates: ReadonlyMap<string, Template>
  /** What namespaces of literal result elements become, by the namespace in the stylesheet (section 7.1.1). */
  readonly aliases: ReadonlyMap<string, { readonly prefix: string; readonly namespace: string }>
  readonly staticsAt: (element: XmlNode) => StaticContext
  /** The code of the attribute sets named in a list, to be called. */
  readonly attributeSets: (element: XmlNode, names: string) => Code
  /** A sequence of instructions, literal elements and text. */
  readonly sequence: (nodes: readonly XmlNode[], scope: Scope) => Sequence
}

export interface Sequence {
  readonly steps: readonly Step[]
  /** It binds variables, which must go out of sight at its end. */
  readonly binds: boolean
}

export interface Scope {
  readonly sheet: Sheet
  readonly locals: Local | undefined
}

/** A variable of the template in sight, by Clark name: none may be bound again (section 11.5). */
export interface Local {
  readonly name: string
  readonly outer: Local | undefined
}

export function isInSight(name: string, { locals }: Scope): boolean {
  for (let at = locals; at !== undefined; at = at.outer) if (at.name === name) return true
  return false
}

/** What follows the binding of a variable. */
export function after({ sheet, locals }: Scope, name: string): Scope {
  return { sheet, locals: { name, outer: locals } }
}

export type Compile = (element: XmlNode, scope: Scope) => readonly Step[]
