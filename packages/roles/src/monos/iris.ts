import { roleIri } from '@xeerkat/agent-vm'

const MONOS = 'http://www.xeerkat.org/Agents/Roles/Monos'

export const MONOS_COORDINATOR = roleIri(`${MONOS}/Coordinator`)
export const MONOS_WORKER = roleIri(`${MONOS}/Worker`)
