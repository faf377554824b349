import type { Host } from './open-host.ts'
import type { HostOptions } from './options.ts'

export type { Host }

/**
 * Joins the mesh as a peer with roles; once this resolves it can be found and hired. Three lines make a host:
 *
 * ```ts
 * import { createHost, defineRole } from 'agent-host'
 * const host = await createHost({ roles: [defineRole('urn:example:echo', (document) => document)] })
 * console.log(host.self, host.addresses())
 * ```
 *
 * @throws HostError for what is wrong here; MeshError, GatewayError for what cannot be opened.
 */
export async function createHost(options: HostOptions = {}): Promise<Host> {
  // The network is loaded when it is used: a role's thread imports this package too, and needs none of it.
  const { openHost } = await import('./open-host.ts')
  return openHost(options)
}
