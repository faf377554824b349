import { createVm, pipeIri, type Role, type Vm, WORLD } from '@xeerkat/agent-vm'
import { createMemoryMesh } from '@xeerkat/agent-vm/testing'

/** A whole grid in memory: peers that join with roles, and leave. */
export interface Grid extends AsyncDisposable {
  /** A peer that plays these roles and can be found. Disposing it takes it away, as a crash would: without a word. */
  readonly join: (
    roles?: readonly Role[],
    options?: { readonly name?: string; readonly maxHires?: number },
  ) => Promise<Member>
}

export interface Member extends AsyncDisposable {
  readonly vm: Vm
  /** Gone without a word, as after a crash. */
  readonly crash: () => Promise<void>
}

export function createGrid(): Grid {
  const mesh = createMemoryMesh()
  const members = new Set<Member>()
  return {
    async join(roles = [], { name, maxHires } = {}) {
      const peer = mesh.peer(name)
      const vm = createVm(peer, { roles, ...(maxHires !== undefined && { maxHires, maxHiresPerEmployer: maxHires }) })
      await peer.discovery.publish({
        id: `urn:ad:${peer.iri}`,
        peer: peer.iri,
        pipe: pipeIri(peer.iri),
        types: roles.map(({ iri }) => iri),
        group: WORLD,
      })
      const member: Member = {
        vm,
        async crash() {
          members.delete(member)
          await peer[Symbol.asyncDispose]()
        },
        async [Symbol.asyncDispose]() {
          members.delete(member)
          await vm.close()
          await peer[Symbol.asyncDispose]()
        },
      }
      members.add(member)
      return member
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...members].map((member) => member[Symbol.asyncDispose]()))
    },
  }
}
