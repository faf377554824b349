import { setImmediate } from 'node:timers/promises'
import { type Document, XmlError } from '@xeerkat/xml'
import type { Filter } from '../filter.ts'
import type { Rejection } from '../rejection.ts'

/** Items read before others get their turn: a large document must not hold up everybody. */
const TURN = 5000

export const wellFormed: Filter = ({ document }) => notWellFormed(document)

/** Reads the document to its end, within the limits it was made with. */
export async function notWellFormed(document: Document): Promise<Rejection | undefined> {
  try {
    let items = 0
    for (const _ of document.events()) if (++items % TURN === 0) await setImmediate()
    return undefined
  } catch (error) {
    if (!(error instanceof XmlError)) throw error
    return { code: 'not-well-formed', message: `Your document was not well-formed: ${error.message}` }
  }
}
