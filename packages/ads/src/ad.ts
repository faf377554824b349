import { type Advertisement, isIri, type PeerIri, peerIdOf, type PipeIri, type RoleIri } from '@xeerkat/agent-vm'
import { attribute, childElements, clark, type Document, element, type Element, textContent } from '@xeerkat/xml'
import { AdError } from './errors.ts'
import { defaultLimits, type AdLimits } from './limits.ts'

/** The paper's namespace for agent advertisements (Example 3). */
export const AD_NAMESPACE = 'http://www.xeerkat.org/Vocabulary/Agent/Ad/2005/1/0'

/** The name of an agent ad's document element. */
export const AGENT = clark({ namespace: AD_NAMESPACE, localName: 'agent' })

/** What an agent ad says; the group it is said in travels beside the XML. */
export type AgentAd = Omit<Advertisement, 'group'>

type Limits = Pick<AdLimits, 'maxTypes'>

/**
 * The paper's agent ad as XML. Its children are in no namespace, as the paper's schema reads strictly.
 *
 * @throws AdError `ERR_AD_INVALID` for what `readAgentAd` would not accept.
 */
export function writeAgentAd(ad: AgentAd, limits: Limits = defaultLimits): Document {
  const { id, peer, pipe, types } = check(ad, limits)
  const children = types.map((type) => element('type', {}, type))
  return element({ namespace: AD_NAMESPACE, localName: 'agent' }, { id, peer, pipe }, element('types', {}, ...children))
}

/**
 * Reads the paper's agent ad; `types` and `type` may be in the ad's namespace or in none. What else it holds is
 * passed over, so that later versions can say more.
 *
 * @throws AdError `ERR_AD_INVALID` where it is none, XmlError where it is not XML.
 */
export function readAgentAd(document: Document, limits: Limits = defaultLimits): AgentAd {
  const root = document.tree()
  if (clark(root) !== AGENT) throw invalid(`The document element is ${clark(root)}, not ${AGENT}.`)
  const [types, ...further] = childrenCalled(root, 'types')
  if (types === undefined || further.length > 0) throw invalid('An agent ad holds one element "types".')
  const ad = {
    id: required(root, 'id'),
    peer: required(root, 'peer') as PeerIri,
    pipe: required(root, 'pipe') as PipeIri,
    types: childrenCalled(types, 'type').map((type) => collapse(textContent(type)) as RoleIri),
  }
  return check(ad, limits)
}

function check(ad: AgentAd, { maxTypes }: Limits): AgentAd {
  const { id, peer, pipe, types } = ad
  if (types.length > maxTypes) throw invalid(`${types.length} types are more than ${maxTypes}.`)
  for (const iri of [id, peer, pipe, ...types])
    if (!isIri(iri)) throw invalid(`"${iri.slice(0, 80)}" is no absolute IRI of at most 2048 characters.`)
  if (peerIdOf(peer) === undefined) throw invalid(`"${peer}" is no peer: expected urn:libp2p:<peer id>.`)
  if (!pipe.startsWith(`${peer}/`)) throw invalid(`The pipe "${pipe}" is not one of the peer "${peer}".`)
  return ad
}

function childrenCalled(parent: Element, localName: string): readonly Element[] {
  return childElements(parent).filter(
    (child) => child.localName === localName && ['', AD_NAMESPACE].includes(child.namespace),
  )
}

function required(root: Element, name: string): string {
  const value = attribute(root, name)
  if (value === undefined) throw invalid(`The attribute ${name} is missing.`)
  return collapse(value)
}

/** White space around an `xs:anyURI` means nothing (XML Schema Part 2, 4.3.6). */
function collapse(value: string): string {
  return value.replace(/^[ \t\n\r]+|[ \t\n\r]+$/g, '')
}

function invalid(message: string): AdError {
  return new AdError('ERR_AD_INVALID', `Not an agent ad: ${message}`)
}
