import { isFault } from '@xeerkat/agent-vm'
import { fromText, textContent, XmlError } from '@xeerkat/xml'

/** What a result says in words when there is none; `undefined` where it is a result. */
export function faultText(document: string): string | undefined {
  try {
    const fault = fromText(document)
    return isFault(fault) ? textContent(fault.tree()) : undefined
  } catch (error) {
    if (error instanceof XmlError) return undefined
    throw error
  }
}
