import { pingCoordinator } from './coordinator.ts'
import { pingWorker } from './worker.ts'

export { PING_COORDINATOR, PING_WORKER } from './iris.ts'
export { pingCoordinator, pingWorker }

export default [pingCoordinator, pingWorker]
