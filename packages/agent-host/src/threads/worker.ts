// The thread of one engagement of a role, or of reading what a role module offers.
import { parentPort, workerData } from 'node:worker_threads'
import type { Receive, Role } from '@xeerkat/agent-vm'
import { resolveOwnPackages } from '../roles/own-packages.ts'
import { rolesOf } from '../roles/roles-of.ts'
import { pack, unpack } from './packed.ts'
import type { HostCalls, ThreadCalls } from './protocol.ts'
import { createRemoteContext } from './role-context.ts'
import { createWire } from './wire.ts'

if (parentPort === null) throw new Error('This module runs in a thread of agent-host.')
resolveOwnPackages()

const { module } = workerData as { readonly module: string }
const loaded: Promise<readonly Role[]> = import(module).then((exports: unknown) => rolesOf(exports, module))
loaded.catch(() => {}) // told to whoever asks first

let receive: Receive | undefined
const remote = createRemoteContext(() => wire)
const ours: ThreadCalls = {
  ...remote.calls,
  async describe() {
    const roles = await loaded
    return roles.map(({ iri, title, accepts }) => ({
      iri,
      ...(title !== undefined && { title }),
      ...(accepts !== undefined && { accepts }),
    }))
  },
  async engage(who) {
    const found = (await loaded).find(({ iri }) => iri === who.role)
    if (found === undefined) throw new Error(`${module} has no role ${who.role} any more.`)
    receive = found.engage(remote.create(who))
  },
  async receive(document) {
    const answer = await receive?.(unpack(document))
    return answer === undefined ? undefined : pack(answer)
  },
}
const wire = createWire<HostCalls>(parentPort, ours)
