import { GatewayError } from './errors.ts'
import { openMemoryStore } from './store/memory.ts'
import { openPostgresStore } from './store/postgres.ts'
import { openSqliteStore } from './store/sqlite.ts'
import type { Store, StoreOptions } from './store/store.ts'

/**
 * Opens the queue that a command line names: `sqlite:FILE`, `postgres://…`, or `memory:`.
 * @throws GatewayError `ERR_GATEWAY_OPTION` for any other name, and whatever the store throws.
 */
export async function openStore(name: string, options: StoreOptions = {}): Promise<Store> {
  const [scheme = ''] = name.split(':')
  switch (scheme) {
    case 'memory':
      return openMemoryStore(options)
    case 'sqlite':
      return openSqliteStore(name.slice('sqlite:'.length), options)
    case 'postgres':
    case 'postgresql':
      return openPostgresStore(name, options)
    default:
      throw new GatewayError(
        'ERR_GATEWAY_OPTION',
        `"${name}" names no queue; use sqlite:FILE, postgres://user@host/database or memory:.`,
      )
  }
}
