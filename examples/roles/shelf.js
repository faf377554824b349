import { defineRole, fault, roleIri } from '@xeerkat/agent-vm'
import { attribute, childElements, element, fromTree } from '@xeerkat/xml'

const words = roleIri('urn:example:words')

/** Counts the words of many texts, each at whatever worker has time. */
export default defineRole(
  'urn:example:shelf',
  async (shelf, { delegate, progress }) => {
    const texts = childElements(shelf.tree(), 'text')
    let count = 0
    let counted = 0
    for await (const { document } of delegate(words, texts.map(fromTree), { limit: 4, patience: 10_000 })) {
      const number = Number(document && attribute(document, 'count'))
      if (!Number.isSafeInteger(number)) continue
      count += number
      progress(++counted, texts.length)
    }
    if (counted < texts.length) return fault(`Only ${counted} of ${texts.length} texts could be counted.`)
    return element('words', { count, texts: counted })
  },
  { accepts: [{ namespace: '', localName: 'shelf', example: '<shelf><text>to be</text><text>or not</text></shelf>' }] },
)
