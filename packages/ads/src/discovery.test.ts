import { peerIri } from '@xeerkat/agent-vm'
import { discoveryContract } from '@xeerkat/agent-vm/testing'
import { describe, test, vi } from 'vitest'
import { connect, createPeer, type TestPeer } from './fixtures/nodes.ts'

vi.setConfig({ testTimeout: 30_000 })

describe('discovery over libp2p', () => {
  for (const { name, run } of discoveryContract(() => makePair(true))) test(name, run)
})

describe('discovery where each hears only of what it looks for', () => {
  for (const { name, run } of discoveryContract(() => makePair(true, false))) test(name, run)
})

describe('discovery by word of mouth alone', () => {
  for (const { name, run } of discoveryContract(() => makePair(false))) test(name, run)
})

async function makePair(gossip: boolean, wholeGroup = true) {
  const options = { node: { gossip }, wholeGroup, antiEntropy: 500 }
  const [one, two] = await Promise.all([createPeer(options), createPeer(options)])
  await connect(one, two)
  const iriOf = ({ node }: TestPeer) => peerIri(node.peerId.toString())
  return {
    one: { self: iriOf(one), discovery: one.discovery },
    two: { self: iriOf(two), discovery: two.discovery },
    async [Symbol.asyncDispose]() {
      await Promise.all([one[Symbol.asyncDispose](), two[Symbol.asyncDispose]()])
    },
  }
}
