import { type Accepts, AGENT_2026, isIri, type PeerIri, type Role, type RoleIri, roleIri } from '@xeerkat/agent-vm'
import { attribute, childElements, type Document, element, type Element, type QName, textContent } from '@xeerkat/xml'

/** The advertisement of what a role accepts (schema/agent-2026.xsd), by which gateways elsewhere learn routes. */
export const SERVICE: QName = { namespace: AGENT_2026, localName: 'service' }

/** Of one ad; more are passed over. */
const MAX_ACCEPTS = 32
/** Bytes of an ad's document. A signed ad holds 16 KiB; the rest is its addresses and its signature. */
const MAX_BYTES = 12 * 1024

const ours = (localName: string): QName => ({ namespace: AGENT_2026, localName })

/** Stable for the role, so that a newer ad replaces the older. */
export function serviceAdId(peer: PeerIri, role: RoleIri): string {
  return `${peer}/service/${encodeURIComponent(role)}`
}

/** What a role takes from consumers as an ad; `undefined` when it takes nothing from them. Texts too long to fit are left out. */
export function writeServiceAd(peer: PeerIri, { iri, title, accepts = [] }: Role): Document | undefined {
  const shown = accepts.filter((each) => each.public !== false).slice(0, MAX_ACCEPTS)
  if (shown.length === 0) return undefined
  const write = (kinds: readonly Accepts[]): Document =>
    element(SERVICE, { id: serviceAdId(peer, iri), peer, role: iri, title }, ...kinds.map(writeAccepts))
  const without = (name: 'schema' | 'example') => (each: Accepts) => ({ ...each, [name]: '' })
  const smaller = [shown, shown.map(without('schema')), shown.map(without('schema')).map(without('example'))]
  return smaller.map(write).find(({ bytes }) => bytes.byteLength <= MAX_BYTES)
}

function writeAccepts({ namespace, localName, title, schema = '', example = '' }: Accepts): Document {
  return element(
    ours('accepts'),
    { namespace, name: localName, title },
    ...(schema === '' ? [] : [element(ours('schema'), {}, schema)]),
    ...(example === '' ? [] : [element(ours('example'), {}, example)]),
  )
}

export interface ServiceAd {
  readonly role: RoleIri
  readonly title?: string
  readonly accepts: readonly Accepts[]
}

/** Reads a stranger's ad; `undefined` where it is none. */
export function readServiceAd(document: Document): ServiceAd | undefined {
  const root = document.tree()
  const role = attribute(root, 'role')
  if (root.namespace !== AGENT_2026 || root.localName !== 'service' || role === undefined || !isIri(role))
    return undefined
  const title = attribute(root, 'title')
  const accepts = childElements(root).filter(isOurs('accepts')).slice(0, MAX_ACCEPTS).map(readAccepts)
  return {
    role: roleIri(role),
    accepts: accepts.filter((each) => each !== undefined),
    ...(title !== undefined && { title }),
  }
}

function readAccepts(accepted: Element): Accepts | undefined {
  const localName = attribute(accepted, 'name')
  if (localName === undefined || localName === '') return undefined
  const title = attribute(accepted, 'title')
  const [schema] = childElements(accepted).filter(isOurs('schema')).map(textContent)
  const [example] = childElements(accepted).filter(isOurs('example')).map(textContent)
  return {
    namespace: attribute(accepted, 'namespace') ?? '',
    localName,
    ...(title !== undefined && { title }),
    ...(schema !== undefined && { schema }),
    ...(example !== undefined && { example }),
  }
}

function isOurs(name: string): (child: Element) => boolean {
  return ({ namespace, localName }) => namespace === AGENT_2026 && localName === name
}
