export { type Clock, systemClock } from './clock.ts'
export { createVm } from './create-vm.ts'
export type { Delegate, DelegateOptions, Outcome } from './delegate.ts'
export type { Advertisement, Discovery, Query } from './discovery.ts'
export type { AskOptions, Ended, Engagement, Progress } from './engagement.ts'
export { VmError, type VmErrorCode } from './errors.ts'
export type { Dropped, Observer, VmEvent } from './events.ts'
export { messageId } from './ids.ts'
export { AGENT, AGENT_2026, type Instruction, readInstruction, type Verb, writeInstruction } from './instructions.ts'
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
export { timing } from './lease.ts'
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
export { fault, isFault, SERVICES, unsupportedDocument } from './vocabulary.ts'
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
