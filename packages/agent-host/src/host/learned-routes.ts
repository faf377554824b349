import type { AdDiscovery, KnownAd } from '@xeerkat/ads'
import type { GroupIri, RoleIri } from '@xeerkat/agent-vm'
import type { Document } from '@xeerkat/xml'
import { readServiceAd, SERVICE } from './service-ad.ts'

/** Which role in the mesh takes which document. `learned`: a peer somewhere says so. */
export interface LearnedRoute {
  readonly namespace: string
  readonly localName: string
  readonly role: RoleIri
  readonly group: GroupIri
  readonly title?: string
  readonly schema?: string
  readonly example?: string
  readonly learned: true
}

export interface LearnedRoutes extends Disposable {
  /** What is known at this moment: the same route is the same object each time. */
  readonly list: () => readonly LearnedRoute[]
}

/** Listens for what roles elsewhere in the mesh accept. */
export function learnRoutes(
  discovery: Pick<AdDiscovery, 'onAd' | 'known'>,
  { groups }: { readonly groups: readonly GroupIri[] },
): LearnedRoutes {
  const controller = new AbortController()
  const read = new WeakMap<Document, readonly LearnedRoute[]>()
  for (const group of groups) void listen(group)

  /** Asking is what makes them come; what came is kept by the discovery until it expires or is withdrawn. */
  async function listen(group: GroupIri): Promise<void> {
    for await (const ad of discovery.onAd(SERVICE, { group, signal: controller.signal })) routesOf(ad)
  }

  function routesOf({ document, group }: KnownAd): readonly LearnedRoute[] {
    const before = read.get(document)
    if (before !== undefined) return before
    const { role, accepts = [] } = readServiceAd(document) ?? {}
    const routes =
      role === undefined ? [] : accepts.map((each): LearnedRoute => ({ ...each, role, group, learned: true }))
    read.set(document, routes)
    return routes
  }

  return {
    list: () => groups.flatMap((group) => discovery.known({ name: SERVICE, group })).flatMap(routesOf),
    [Symbol.dispose]: () => controller.abort(),
  }
}
