import { fault } from '@xeerkat/agent-vm'
import type { Document } from '@xeerkat/xml'

/** The errors that say what is wrong with a document, or that it asks for too much. All others are bugs. */
const refusals = /^ERR_(MONOS|MONOMIAL|BINOMIAL|POLYNOMIAL)_/

/** The answer, or a sentence that says why there is none. */
export async function orRefusal(answer: () => Promise<Document>): Promise<Document> {
  try {
    return await answer()
  } catch (error) {
    if (error instanceof Error && 'code' in error && refusals.test(String(error.code))) return fault(error.message)
    throw error
  }
}
