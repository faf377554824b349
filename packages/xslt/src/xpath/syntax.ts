/** The syntax of an expression, names resolved. Chains are lists, so that it is only as deep as its brackets are. */
export type Expression =
  | { readonly type: 'literal'; readonly value: string | number }
  | { readonly type: 'variable'; readonly name: string; readonly at: number }
  | Call
  | Chain
  /** Minus signs before it: an even number of them still makes a number of it. */
  | { readonly type: 'negation'; readonly odd: boolean; readonly operand: Expression }
  | { readonly type: 'union'; readonly operands: readonly Expression[]; readonly at: number }
  | {
      readonly type: 'filter'
      readonly base: Expression
      readonly predicates: readonly Expression[]
      readonly at: number
    }
  | Path

export interface Call {
  readonly type: 'call'
  /** Clark name. */
  readonly name: string
  readonly operands: readonly Expression[]
  readonly at: number
}

/** Operators of one precedence, carried out from left to right. */
export interface Chain {
  readonly type: 'or' | 'and' | 'comparison' | 'arithmetic'
  readonly first: Expression
  readonly rest: readonly Link[]
}

export interface Link {
  readonly operator: string
  readonly operand: Expression
}

export interface Path {
  readonly type: 'path'
  readonly start: 'context' | 'root' | Expression
  readonly steps: readonly Step[]
  readonly at: number
}

export interface Step {
  readonly axis: Axis
  readonly test: NodeTest
  readonly predicates: readonly Expression[]
}

export type NodeTest =
  | { readonly type: 'any' }
  /** What has children. It is never written; a step to children needs no others. */
  | { readonly type: 'parent' }
  | { readonly type: 'kind'; readonly kind: 'text' | 'comment' }
  | { readonly type: 'instruction'; readonly target: string | undefined }
  /** Of the axis's principal kind; `undefined` is any. */
  | { readonly type: 'name'; readonly namespace: string | undefined; readonly localName: string | undefined }

export const axes = [
  'ancestor',
  'ancestor-or-self',
  'attribute',
  'child',
  'descendant',
  'descendant-or-self',
  'following',
  'following-sibling',
  'namespace',
  'parent',
  'preceding',
  'preceding-sibling',
  'self',
] as const

export type Axis = (typeof axes)[number]

/** What `//` stands for. */
export const anyDepth: Step = { axis: 'descendant-or-self', test: { type: 'any' }, predicates: [] }
