import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { createGateway } from '../gateway.ts'
import { routesOf } from '../route.ts'
import { openSqliteStore } from '../store/sqlite.ts'
import { createGrid } from './grid.ts'
import { sumRole } from './roles.ts'

/** A process to be killed: a gateway on the file it is given, with a slow
 * coordinator that waits for a word to begin. Says its URL, then each answer. */
const [file = ''] = process.argv.slice(2)
const grid = createGrid()
const told = once(process, 'message')
const role = sumRole({
  async onWork() {
    await told
    await setTimeout(20)
  },
})
await grid.join([role], { name: 'slow' })
const { vm } = await grid.join([], { name: 'killed' })
const gateway = await createGateway(
  {
    vm,
    routes: () => routesOf([role]),
    store: await openSqliteStore(file),
    observe: (event) => event.type === 'answered' && process.send?.(event.ref),
  },
  { lease: 300, concurrency: 8 },
)
process.send?.(gateway.url)
