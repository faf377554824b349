import type { Document } from '@xeerkat/xml'
import type { Filter } from '../filter.ts'
import type { Examiner } from './examiner.ts'

/** Bytes of a document that is examined where it is: it takes a few milliseconds at most. */
const QUICK = 64 * 1024

/** Small documents are examined at once, large ones where nobody waits for them but who sent them. */
export interface Examiners {
  readonly near: Examiner
  readonly far: Examiner
}

function examinerOf({ bytes }: Document, { near, far }: Examiners): Examiner {
  return bytes.length <= QUICK ? near : far
}

export function wellFormed(examiners: Examiners): Filter {
  return ({ document }) => examinerOf(document, examiners).wellFormed(document)
}

/** By the schema of a local route. One learned from the mesh is never compiled: it is a stranger's program, in a way. */
export function valid(examiners: Examiners): Filter {
  return ({ document, route }) =>
    route?.schema === undefined || route.learned === true
      ? undefined
      : examinerOf(document, examiners).valid(document, route.schema)
}
