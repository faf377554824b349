/** Bounds on an expression or a pattern, checked while it is read. */
export interface XPathLimits {
  /** Characters. Default 65,536. */
  readonly length: number
  /** Parentheses, predicates and calls within each other. Default 128. */
  readonly nesting: number
}

export const defaultXPathLimits: XPathLimits = { length: 65_536, nesting: 128 }
