import * as nodeModule from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const OWN = /^(agent-host|@xeerkat\/[a-z-]+)(\/|$)/
let installed = false

/**
 * Lets a role module anywhere on the disk import `agent-host` and `@xeerkat/…` although nothing is installed beside it:
 * where it finds none of its own, it gets this host's copy. Holds for the thread that calls it.
 */
export function resolveOwnPackages(): void {
  // Node before 22.15 has no such hooks: there a role's own node_modules must have what it imports.
  if (installed || typeof nodeModule.registerHooks !== 'function') return
  installed = true
  nodeModule.registerHooks({
    resolve(specifier, context, nextResolve) {
      try {
        return nextResolve(specifier, context)
      } catch (error) {
        if (!OWN.test(specifier) || context.parentURL === import.meta.url) throw error
        return nextResolve(specifier, { ...context, parentURL: import.meta.url })
      }
    },
  })
}

/** The URL of a package as a module in that folder would import it, else as this host would. */
export function resolveFrom(name: string, folder: string): string {
  const parent = pathToFileURL(join(folder, 'roles.js')).href
  if (typeof nodeModule.registerHooks !== 'function')
    return pathToFileURL(nodeModule.createRequire(parent).resolve(name)).href
  const hook = nodeModule.registerHooks({
    resolve(specifier, context, nextResolve) {
      if (specifier !== name) return nextResolve(specifier, context)
      try {
        return nextResolve(specifier, { ...context, parentURL: parent })
      } catch {
        return nextResolve(specifier, context)
      }
    },
  })
  try {
    return import.meta.resolve(name)
  } finally {
    hook.deregister()
  }
}
