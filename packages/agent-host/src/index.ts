export {
  type Accepts,
  defineRole,
  type Engagement,
  fault,
  groupIri,
  type Receive,
  type Role,
  type RoleContext,
  roleIri,
} from '@xeerkat/agent-vm'
export { attribute, type Document, element, fromText, integer } from '@xeerkat/xml'
export { HostError, type HostErrorCode } from './errors.ts'
export type { HostReport } from './host/control.ts'
export { createHost, type Host } from './host/host.ts'
export type { GatewayOptions, HostObservers, HostOptions } from './host/options.ts'
export type { RoleSource } from './host/role-book.ts'
export type { PipelinePermits } from './pipelines/permits.ts'
export { type ThreadedOptions, threadedRoles } from './threads/threaded-role.ts'
