import { existsSync } from 'node:fs'
import { isAbsolute, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Role } from '@xeerkat/agent-vm'
import { HostError } from '../errors.ts'
import { isPipelineName } from '../pipelines/name.ts'
import { threadedRoles, type ThreadedOptions } from '../threads/threaded-role.ts'
import { type Loaded, loadModule } from './load-module.ts'
import { resolveFrom, resolveOwnPackages } from './own-packages.ts'
import { rolesOf } from './roles-of.ts'

interface BuiltIn {
  readonly module: string
  /** Whether it may compute for long; what is quick needs no thread, since its code is trusted. */
  readonly threaded: boolean
}

/** Roles that come with the host. */
const builtIn: Readonly<Record<string, BuiltIn>> = {
  ping: { module: '@xeerkat/roles/ping', threaded: false },
  monos: { module: '@xeerkat/roles/monos', threaded: true },
}

export interface LoadOptions extends ThreadedOptions {
  /** Where relative paths and packages are looked for. Default: the working directory. */
  readonly folder?: string
  /** Run every role in the host's own thread. Default: only the quick ones that are built in. */
  readonly inline?: boolean
  /** The role that a pipeline is to play, if not the one that it names itself. */
  readonly iri?: string | undefined
}

export interface LoadedRoles {
  readonly roles: readonly Role[]
  /** Whether each engagement gets a thread. */
  readonly threaded: boolean
  /** The module's file, if it is read anew for each engagement and is not the host's own. */
  readonly file?: string
}

/**
 * The roles of a name: a built-in one (`ping`), a package (`@lab/roles`), a file (`./mine.js`, `.mjs`, `.ts`), or a pipeline (`./echo.xml`, `.xpl`).
 * Read anew at each call when they run in threads.
 * @throws HostError `ERR_ROLE_NOT_FOUND` saying where was looked, `ERR_ROLE_INVALID` for a module without roles or a pipeline that is none.
 */
export async function loadRoles(
  name: string,
  { folder = process.cwd(), inline = false, iri, ...options }: LoadOptions = {},
): Promise<LoadedRoles> {
  const own = Object.hasOwn(builtIn, name) ? builtIn[name] : undefined
  if (own !== undefined) return loadBuiltIn(own, { inline, ...options })
  const module = isPath(name) ? fileModule(name, folder) : packageModule(name, folder)
  const url = iri === undefined ? module : `${module}#${encodeURIComponent(iri)}`
  if (!inline) return { roles: await threadedRoles(url, options), threaded: true, file: fileURLToPath(module) }
  resolveOwnPackages()
  const { roles, note } = await load(url, options)
  if (note !== undefined) options.log?.(note)
  return { roles, threaded: false }
}

async function loadBuiltIn({ module, threaded }: BuiltIn, { inline, ...options }: LoadOptions): Promise<LoadedRoles> {
  if (threaded && inline !== true)
    return { roles: await threadedRoles(import.meta.resolve(module), options), threaded: true }
  return { roles: rolesOf(await import(module), module), threaded: false }
}

function isPath(name: string): boolean {
  return /^\.{1,2}[\\/]/.test(name) || isAbsolute(name) || /\.[mc]?[jt]s$/.test(name) || isPipelineName(name)
}

function fileModule(name: string, folder: string): string {
  const path = resolve(folder, name)
  if (existsSync(path)) return pathToFileURL(path).href
  throw new HostError('ERR_ROLE_NOT_FOUND', `There is no file ${path} (from "${name}").`)
}

function packageModule(name: string, folder: string): string {
  try {
    return resolveFrom(name, folder)
  } catch (cause) {
    throw new HostError(
      'ERR_ROLE_NOT_FOUND',
      `"${name}" is neither a role of this host (${Object.keys(builtIn).join(', ')}) nor a package that ${folder} has. ` +
        `For a file write ./${name}.js, for a pipeline ./${name}.xml; for a package run "npm install ${name}" first.`,
      { cause },
    )
  }
}

async function load(module: string, { pipelines, memory }: ThreadedOptions): Promise<Loaded> {
  try {
    return await loadModule(module, pipelines, memory === undefined ? {} : { memory })
  } catch (cause) {
    if (cause instanceof HostError) throw cause
    throw new HostError('ERR_ROLE_INVALID', `${module} does not load.`, { cause })
  }
}
