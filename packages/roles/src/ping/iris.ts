import { roleIri } from '@xeerkat/agent-vm'

const PING = 'http://www.xeerkat.org/Agents/Roles/Examples/Ping'

export const PING_COORDINATOR = roleIri(`${PING}/Coordinator`)
export const PING_WORKER = roleIri(`${PING}/Worker`)
