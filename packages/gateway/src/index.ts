export { type Broker, type BrokerDependencies, type BrokerOptions, createBroker } from './broker.ts'
export type { CoordinateOptions } from './coordinate.ts'
export type { Employer } from './employer.ts'
export { GatewayError, type GatewayErrorCode } from './errors.ts'
export type { GatewayEvent, GatewayObserver } from './events.ts'
export type { Client, Filter, Submission } from './filter.ts'
export type { Consumer } from './filters/consumers.ts'
export { type FrontContext, type FrontPipeline, frontNameProblem } from './front-pipeline.ts'
export { createGateway, type Gateway, type GatewayDependencies, type GatewayOptions } from './gateway.ts'
export { createFront, type Front, type FrontDependencies, type FrontOptions } from './http.ts'
export { createMetrics } from './metrics.ts'
export { type Rejection, type RejectionCode, rejections } from './rejection.ts'
export { type Route, routesOf } from './route.ts'
export { openStore } from './open-store.ts'
export { openMemoryStore } from './store/memory.ts'
export { openPostgresStore, type PostgresOptions } from './store/postgres.ts'
export { openSqliteStore, type SqliteOptions } from './store/sqlite.ts'
export type {
  Chunk,
  Claim,
  Claimed,
  Depth,
  Entry,
  Hold,
  Operations,
  Part,
  Put,
  Receipt,
  Result,
  Routing,
  State,
  Store,
  StoreOptions,
} from './store/store.ts'
