import { join } from 'node:path'
import { createVm, isFault, type PeerIri } from '@xeerkat/agent-vm'
import { type Document, textContent } from '@xeerkat/xml'
import type { Io } from '../cli/command.ts'
import { HostError } from '../errors.ts'
import { dataHome } from '../host/data-dir.ts'
import { visitMesh, type VisitOptions } from '../host/visit.ts'
import { checkPeer } from './host-flags.ts'

const MET_WITHIN = 5000

/** Where this user's name as an operator is kept; made when it is first needed. */
export function operatorKey(env: Io['env']): string {
  return join(dataHome(env), 'operator.key')
}

/** Gives a peer an instruction beyond an engagement, and returns its answer. @throws VmError `ERR_NO_ANSWER` */
export async function instruct(
  peer: PeerIri,
  instruction: Document,
  options: VisitOptions,
  signal: AbortSignal,
): Promise<Document> {
  return (await converse(peer, instruction, options, signal)).answer
}

/**
 * Gives a peer an order, under this user's name as an operator.
 * @throws HostError `ERR_NOT_OBEYED` when it does not know the operator, or could not obey.
 */
export async function order(
  peer: PeerIri,
  instruction: Document,
  options: VisitOptions,
  { env, signal }: Pick<Io, 'env' | 'signal'>,
): Promise<Document> {
  const { self, answer } = await converse(peer, instruction, { ...options, identity: operatorKey(env) }, signal)
  if (isFault(answer)) throw new HostError('ERR_NOT_OBEYED', textContent(answer.tree()))
  if (answer.root.localName === 'unsupported')
    throw new HostError('ERR_NOT_OBEYED', `${peer} takes no orders from here. Start it with --operator ${self}`)
  return answer
}

/** The one argument of a command that is about a peer. @throws HostError `ERR_USAGE` */
export function peerArgument(command: string, [peer, ...more]: readonly string[]): PeerIri {
  if (peer === undefined || more.length > 0) throw new HostError('ERR_USAGE', `${command} takes one peer.`)
  checkPeer(peer, command)
  return peer
}

async function converse(peer: PeerIri, instruction: Document, options: VisitOptions, signal: AbortSignal) {
  await using visit = await visitMesh(options)
  await using vm = createVm({ pipes: visit.mesh.pipes, discovery: visit.discovery })
  await visit.met(1, AbortSignal.any([signal, AbortSignal.timeout(MET_WITHIN)]))
  signal.throwIfAborted()
  return { self: vm.self, answer: await vm.instruct(peer, instruction, { signal }) }
}
