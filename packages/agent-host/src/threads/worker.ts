// The thread of one engagement of a role, or of reading what a role module offers.
import { parentPort, workerData } from 'node:worker_threads'
import type { Receive } from '@xeerkat/agent-vm'
import { resolveOwnPackages } from '../roles/own-packages.ts'
import { type Loaded, loadModule } from '../roles/load-module.ts'
import { pack, unpack } from './packed.ts'
import type { HostCalls, ThreadCalls } from './protocol.ts'
import { createRemoteContext } from './role-context.ts'
import type { ThreadData } from './thread.ts'
import { createWire } from './wire.ts'

if (parentPort === null) throw new Error('This module runs in a thread of agent-host.')
resolveOwnPackages()

const { module, memory, permits } = workerData as ThreadData
const loaded: Promise<Loaded> = loadModule(module, permits, { memory, track })
loaded.catch(() => {}) // told to whoever asks first

let receive: Receive | undefined
const remote = createRemoteContext(() => wire)
const ours: ThreadCalls = {
  ...remote.calls,
  async describe() {
    const { roles, note } = await loaded
    if (note !== undefined) console.log(note)
    return roles.map(({ iri, title, accepts }) => ({
      iri,
      ...(title !== undefined && { title }),
      ...(accepts !== undefined && { accepts }),
    }))
  },
  async engage(who) {
    const found = (await loaded).roles.find(({ iri }) => iri === who.role)
    if (found === undefined) throw new Error(`${module} has no role ${who.role} any more.`)
    receive = found.engage(remote.create(who))
  },
  async receive(document) {
    const answer = await receive?.(unpack(document))
    return answer === undefined ? undefined : pack(answer)
  },
}
const wire = createWire<HostCalls>(parentPort, ours)

function track(group: number): Disposable {
  wire.notify('programStarted', group)
  return { [Symbol.dispose]: () => wire.notify('programEnded', group) }
}
