export { PING_COORDINATOR, PING_WORKER, pingCoordinator, pingWorker } from './ping/index.ts'
