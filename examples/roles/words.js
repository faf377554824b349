import { defineRole } from '@xeerkat/agent-vm'
import { element, textContent } from '@xeerkat/xml'

/** Counts the words of a text. */
export default defineRole(
  'urn:example:words',
  (text) => {
    const words = textContent(text.tree()).match(/\S+/g) ?? []
    return element('words', { count: words.length })
  },
  { accepts: [{ namespace: '', localName: 'text', example: '<text>to be or not to be</text>' }] },
)
