import { fileURLToPath } from 'node:url'
import type { Role } from '@xeerkat/agent-vm'
import { isPipelineName } from '../pipelines/name.ts'
import type { ProgramOptions } from '../pipelines/commands.ts'
import type { PipelinePermits } from '../pipelines/permits.ts'
import { rolesOf } from './roles-of.ts'

export interface Loaded {
  readonly roles: readonly Role[]
  /** What whoever starts the host should know. */
  readonly note?: string
}

/**
 * The roles of a module or of a pipeline, by its URL; after `#`, the role that a pipeline is to play.
 * @throws HostError `ERR_ROLE_INVALID`; what the module throws when it is loaded
 */
export async function loadModule(
  module: string,
  permits: PipelinePermits | undefined,
  options: ProgramOptions,
): Promise<Loaded> {
  const url = new URL(module)
  if (url.protocol !== 'file:' || !isPipelineName(url.pathname)) return { roles: rolesOf(await import(module), module) }
  const [{ capabilitiesOf }, { pipelineRole }] = await Promise.all([
    import('../pipelines/permits.ts'),
    import('../pipelines/pipeline-role.ts'),
  ])
  const iri = url.hash === '' ? undefined : decodeURIComponent(url.hash.slice(1))
  url.hash = ''
  const file = fileURLToPath(url)
  const { role, note } = await pipelineRole(file, { iri, capabilities: capabilitiesOf(file, permits, options) })
  return { roles: [role], ...(note !== undefined && { note }) }
}
