import { defineRole, isIri, type Role, type RoleDescription } from '@xeerkat/agent-vm'
import { type Capabilities, type Pipeline, PipelineError } from '@xeerkat/pipeline'
import { pingWorker } from '@xeerkat/roles/ping'
import { HostError } from '../errors.ts'
import { faultSentence } from './fault-lines.ts'
import { loadFile } from './load-file.ts'

export interface PipelineRoleOptions {
  /** The role it plays, whatever its file says. */
  readonly iri?: string | undefined
  readonly capabilities: Capabilities
}

export interface PipelineRole {
  readonly role: Role
  /** What its owner should know: that the role's name was not given by anybody. */
  readonly note?: string
}

/** Pipelines of the paper, which say nothing of roles. */
const reference: Readonly<Record<string, Role>> = { echo: pingWorker }

/**
 * A pipeline in a file as a role: which one is said by the options, else by the file, else by the pipeline's name.
 * @throws HostError `ERR_ROLE_INVALID` for what is no pipeline, with file, line and column.
 */
export async function pipelineRole(
  file: string,
  { iri: given, capabilities }: PipelineRoleOptions,
): Promise<PipelineRole> {
  const pipeline = await load(file, capabilities)
  const { iri, note, ...description } = describe(pipeline, file, given)
  if (!isIri(iri))
    throw new HostError('ERR_ROLE_INVALID', `${file}: "${iri}" is not an absolute IRI. Try ${file}#urn:example:echo.`)
  const role = defineRole(iri, (document, { signal }) => pipeline.receive(document, { signal }), description)
  return { role, ...(note !== undefined && { note }) }
}

async function load(file: string, capabilities: Capabilities): Promise<Pipeline> {
  try {
    return await loadFile(file, { capabilities })
  } catch (cause) {
    if (!(cause instanceof PipelineError)) throw cause
    throw new HostError('ERR_ROLE_INVALID', faultSentence(cause, file))
  }
}

type Described = RoleDescription & { readonly iri: string; readonly note?: string }

function describe({ name, role }: Pipeline, file: string, given: string | undefined): Described {
  if (role !== undefined) return { ...role, iri: given ?? role.iri }
  if (given !== undefined) return { title: name, iri: given }
  const known = Object.hasOwn(reference, name) ? reference[name] : undefined
  if (known !== undefined) {
    const { iri, title, accepts } = known
    return { iri, ...(title !== undefined && { title }), ...(accepts !== undefined && { accepts }) }
  }
  const iri = `urn:xeerkat:role:${encodeURIComponent(name)}`
  return { title: name, iri, note: `${file} names no role, so it plays ${iri}; name another with ${file}#IRI` }
}
