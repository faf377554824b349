// A small mesh: two workers, a coordinator and an employer, each a peer with an identity and a port of its own. All are in
// this process, which makes no difference to them. Prints the statistics of a thousand pings and checks them.
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PING_COORDINATOR } from '@xeerkat/roles/ping'
import { createHost, fromText, integer } from 'agent-host'

const folder = await mkdtemp(join(tmpdir(), 'xeerkat-ping-'))
await using files = new AsyncDisposableStack()
files.defer(() => rm(folder, { recursive: true, force: true }))

/** Reachable from this machine only, and found by nobody who was not told. */
const local = { listen: ['/ip4/127.0.0.1/tcp/0'], mdns: false }

await using one = await createHost({ ...local, data: join(folder, 'one'), roles: ['ping#Worker'] })
const joining = { ...local, bootstrap: one.addresses() }
await using _two = await createHost({ ...joining, data: join(folder, 'two'), roles: ['ping#Worker'] })
await using _coordinator = await createHost({
  ...joining,
  data: join(folder, 'coordinator'),
  roles: ['ping#Coordinator'],
})

await using employer = await createHost({ ...joining, data: join(folder, 'employer') })
for await (const coordinator of employer.vm.recruit(PING_COORDINATOR, { limit: 1 })) {
  const stats = await coordinator.ask(fromText('<ping-request count="1000" hire-limit="2"/>'))
  console.log(stats.text)

  assert.equal(integer(stats, 'count'), 1000)
  assert.equal(integer(stats, 'failures'), 0)
  break
}
