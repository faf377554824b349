export { type Clock, systemClock } from './clock.ts'
export type { Delegate, DelegateOptions, Outcome } from './delegate.ts'
export type { Advertisement, Discovery, Query } from './discovery.ts'
export type { AskOptions, Ended, Engagement, Progress } from './engagement.ts'
export { VmError, type VmErrorCode } from './errors.ts'
export type { Dropped, Observer, VmEvent } from './events.ts'
export {
  type EngagementId,
  type GroupIri,
  groupIri,
  isIri,
  type MessageId,
  type PeerIri,
  peerIdOf,
  peerIri,
  PIPE_PROTOCOL,
  type PipeIri,
  pipeIri,
  type RoleIri,
  roleIri,
  WORLD,
} from './iris.ts'
export { type Message, type Reason, reasons } from './message.ts'
export type { Cancel, Pipe, Pipes } from './pipe.ts'
export type { Recruit, RecruitOptions } from './recruit.ts'
export {
  type Accepts,
  type Awaitable,
  defineRole,
  type Receive,
  type Role,
  type RoleContext,
  type RoleDescription,
} from './role.ts'
export type {
  Contract,
  HireOptions,
  HireRequest,
  InstructionHandler,
  Policy,
  Status,
  Vm,
  VmDependencies,
  VmOptions,
} from './vm.ts'
