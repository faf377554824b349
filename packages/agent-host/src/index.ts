export { HostError, type HostErrorCode } from './errors.ts'
export { type ThreadedOptions, threadedRoles } from './threads/threaded-role.ts'
