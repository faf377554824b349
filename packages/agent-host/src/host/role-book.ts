import type { Role, RoleIri } from '@xeerkat/agent-vm'
import { HostError } from '../errors.ts'
import { isPipelineName } from '../pipelines/name.ts'
import { type LoadedRoles, type LoadOptions, loadRoles } from '../roles/load-roles.ts'

/** Where a host's roles come from: a role itself, or the name of a module of roles or of a pipeline. */
export type RoleSource = Role | string

/** The roles a host is to play. */
export interface RoleBook {
  readonly roles: () => readonly Role[]
  /** The files that `reload` reads again, by the names of their modules. */
  readonly files: () => ReadonlyMap<string, string>
  /** Whether each engagement of it takes a thread. */
  readonly isThreaded: (role: RoleIri) => boolean
  /** Reads the modules again. All or nothing: when one fails, what was known stays. */
  readonly reload: () => Promise<void>
}

/** @throws HostError `ERR_ROLE_NOT_FOUND`, `ERR_ROLE_INVALID` */
export async function openRoleBook(sources: readonly RoleSource[], options: LoadOptions): Promise<RoleBook> {
  let roles: readonly Role[] = []
  let threaded: ReadonlySet<RoleIri> = new Set()
  let files: ReadonlyMap<string, string> = new Map()
  const book: RoleBook = {
    roles: () => roles,
    files: () => files,
    isThreaded: (role) => threaded.has(role),
    async reload() {
      const loaded = await Promise.all(sources.map((source) => load(source, options)))
      const byIri = new Map(loaded.flatMap((each) => each.roles.map((role) => [role.iri, role] as const)))
      roles = Array.from(byIri.values())
      const inThreads = loaded.filter((each) => each.threaded)
      threaded = new Set(inThreads.flatMap((each) => each.roles.map(({ iri }) => iri)))
      files = new Map(loaded.flatMap(({ name, file }) => (file === undefined ? [] : [[name, file] as const])))
    },
  }
  await book.reload()
  return book
}

interface Loaded extends LoadedRoles {
  /** Without the part. */
  readonly name: string
}

/** `ping#Worker`: of the roles of `ping` those whose IRI ends in `/Worker`. `./echo.xml#IRI`: the pipeline plays that role. */
async function load(source: RoleSource, options: LoadOptions): Promise<Loaded> {
  if (typeof source !== 'string') return { name: source.iri, roles: [source], threaded: false }
  const [path = '', ...iri] = source.split('#')
  if (isPipelineName(path))
    return { name: path, ...(await loadRoles(path, { ...options, iri: iri.length > 0 ? iri.join('#') : undefined })) }
  const [, name = '', part] = /^(.*?)(?:#([^#/]+))?$/.exec(source) ?? []
  const loaded = { name, ...(await loadRoles(name, options)) }
  if (part === undefined) return loaded
  const roles = loaded.roles.filter(
    ({ iri }) => iri.endsWith(`/${part}`) || iri.endsWith(`:${part}`) || iri.endsWith(`#${part}`),
  )
  if (roles.length > 0) return { ...loaded, roles }
  const known = loaded.roles.map(({ iri }) => iri).join(', ')
  throw new HostError('ERR_ROLE_NOT_FOUND', `"${name}" has no role that ends in "${part}". It has: ${known}.`)
}
