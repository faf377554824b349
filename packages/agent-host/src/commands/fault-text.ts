import { isFault } from '@xeerkat/agent-vm'
import { fromText, XmlError } from '@xeerkat/xml'

/** Whether a result says in words that there is none. */
export function isFaultText(document: string): boolean {
  try {
    return isFault(fromText(document))
  } catch (error) {
    if (error instanceof XmlError) return false
    throw error
  }
}
