import { isIri, type Role } from '@xeerkat/agent-vm'
import { HostError } from '../errors.ts'

/**
 * The roles of a role module: its default export, one `Role` or an array of them.
 * @throws HostError `ERR_ROLE_INVALID` saying what is wrong with which.
 */
export function rolesOf(exports: unknown, module: string): readonly Role[] {
  const value = typeof exports === 'object' && exports !== null && 'default' in exports ? exports.default : undefined
  if (value === undefined)
    throw invalid(
      module,
      'it has no default export',
      'export default defineRole("urn:example:echo", (document) => document)',
    )
  const roles: readonly unknown[] = Array.isArray(value) ? value : [value]
  for (const role of roles) assertRole(role, module)
  return roles as readonly Role[] // each was just checked
}

function assertRole(role: unknown, module: string): asserts role is Role {
  if (typeof role !== 'object' || role === null || !('iri' in role) || !('engage' in role))
    throw invalid(
      module,
      'its default export is neither a role nor an array of roles',
      'export default defineRole(iri, receive)',
    )
  if (typeof role.iri !== 'string' || !isIri(role.iri))
    throw invalid(
      module,
      `"${String(role.iri)}" is not an absolute IRI`,
      'name the role urn:example:echo or http://example.org/roles/echo',
    )
  if (typeof role.engage !== 'function')
    throw invalid(module, `its role ${role.iri} has no function "engage"`, 'make it with defineRole(iri, receive)')
}

function invalid(module: string, problem: string, advice: string): HostError {
  return new HostError('ERR_ROLE_INVALID', `${module}: ${problem}. Try: ${advice}.`)
}
