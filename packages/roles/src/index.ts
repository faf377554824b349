export {
  type CoordinatorOptions,
  createMonosCoordinator,
  MONOS_COORDINATOR,
  MONOS_WORKER,
  monosCoordinator,
  monosWorker,
} from './monos/index.ts'
export { PING_COORDINATOR, PING_WORKER, pingCoordinator, pingWorker } from './ping/index.ts'
