import type { Vm } from '@xeerkat/agent-vm'

/** What a broker needs of its peer's VM: to take up an earlier engagement, and to find somebody new. */
export type Employer = Pick<Vm, 'self' | 'hire' | 'recruit'>
