import { roleIri } from '@xeerkat/agent-vm'
import { element, integer } from '@xeerkat/xml'

/** Adds up what one employer sends. */
export default {
  iri: roleIri('urn:example:tally'),
  engage() {
    let total = 0
    return (entry) => {
      total += integer(entry, 'amount')
      return element('total', { amount: total })
    }
  },
}
