import type { Attribute, Comment, Declaration, ProcessingInstruction, QName, Text } from './items.ts'

export type Node = Element | Text | Comment | ProcessingInstruction

/** An element with all below it. A plain value: copy and change it freely, then serialize it. */
export interface Element extends QName {
  readonly type: 'element'
  readonly prefix: string
  readonly attributes: readonly Attribute[]
  readonly declarations: readonly Declaration[]
  readonly children: readonly Node[]
}
