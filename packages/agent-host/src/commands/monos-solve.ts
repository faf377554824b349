import { createVm, type GroupIri, peerIri, type RoleContext } from '@xeerkat/agent-vm'
import { MONOS_COORDINATOR, MONOS_NAMESPACE } from '@xeerkat/roles/monos'
import type { Document } from '@xeerkat/xml'
import { collectPieces } from '../client/gateway-client.ts'
import { HostError, sentence } from '../errors.ts'
import { visitMesh, type VisitOptions } from '../host/visit.ts'
import { loadRoles } from '../roles/load-roles.ts'
import type { Meter, Standing, Told } from './monos-progress.ts'

/** An answer as it comes. */
export type Pieces = AsyncIterable<Uint8Array> | Iterable<Uint8Array>

interface Telling {
  readonly signal: AbortSignal
  readonly onProgress: (told: Told) => void
}

interface Saying extends Telling {
  readonly onStanding: Meter['stand']
  readonly say: Meter['say']
}

/** Milliseconds in which anybody should have been met. */
const MET_WITHIN = 3000
/** Milliseconds in which a coordinator should have been found and hired. */
const FOUND_WITHIN = 8000
/** Coordinators that may be lost over one request. */
const ATTEMPTS = 3
/** An answer is written in pieces of so many bytes, so that it need not wait for a slow reader as a whole. */
const PIECE = 2 ** 20

/** In a thread of this process, as the coordinator's own share would be in a host. */
export async function solveHere(
  request: Document,
  { signal, onProgress, onStanding, say, memory }: Saying & { readonly memory: number },
): Promise<Pieces> {
  const { roles } = await loadRoles('monos', { memory, log: (line) => say(`role: ${line}`) })
  const coordinator = roles.find(({ iri }) => iri === MONOS_COORDINATOR)
  if (coordinator === undefined) throw new Error(`there is no ${MONOS_COORDINATOR}`)
  const ended = new AbortController()
  const failed = Promise.withResolvers<never>()
  const gone = (): void => failed.reject(signal.reason)
  signal.addEventListener('abort', gone, { once: true })
  try {
    signal.throwIfAborted()
    const context: RoleContext = {
      employer: peerIri('here'),
      engagement: crypto.randomUUID().replaceAll('-', '') as RoleContext['engagement'],
      role: MONOS_COORDINATOR,
      signal: ended.signal,
      send: (document) => Promise.resolve(tell(document, onStanding)),
      progress: (done, total) => onProgress({ done, total }),
      resign: (reason) =>
        failed.reject(new HostError('ERR_ROLE_CRASHED', `The computation ended: ${reason ?? 'no reason'}.`)),
      recruit: (_role, { signal: until = ended.signal } = {}) => nobody(until),
      delegate: (_role, _documents, { signal: until = ended.signal } = {}) => nobody(until),
    }
    const answer = await Promise.race([coordinator.engage(context)(request), failed.promise])
    if (answer === undefined) throw new HostError('ERR_NO_RESULT', 'The coordinator has nothing to say.')
    return piecesOf(answer)
  } finally {
    signal.removeEventListener('abort', gone)
    ended.abort()
  }
}

/** Nobody is there, and nobody comes. */
async function* nobody(signal: AbortSignal): AsyncGenerator<never> {
  if (signal.aborted) return
  yield* await new Promise<readonly never[]>((resolve) => {
    signal.addEventListener('abort', () => resolve([]), { once: true })
  })
}

/** By the coordinator that is found first; `undefined`, and a word about it, where there is none. */
export async function solveOnMesh(
  request: Document,
  options: VisitOptions,
  { signal, say, ...telling }: Saying,
): Promise<Pieces | undefined> {
  await using visit = await visitMesh(options)
  await visit.met(1, AbortSignal.any([signal, AbortSignal.timeout(MET_WITHIN)]))
  signal.throwIfAborted()
  if (visit.peers().length === 0) {
    say('no peers met: computing here', { peers: 0 })
    return undefined
  }
  await using vm = createVm(
    { pipes: visit.mesh.pipes, discovery: visit.discovery },
    { ...(options.groups && { groups: options.groups }) },
  )
  const answer = await askCoordinator(vm, request, { signal, say, ...telling, group: options.groups?.[0] })
  if (answer !== undefined) return piecesOf(answer)
  say(`nobody coordinates monos among ${visit.peers().length} met: computing here`, { peers: visit.peers().length })
  return undefined
}

async function askCoordinator(
  vm: Pick<ReturnType<typeof createVm>, 'recruit'>,
  request: Document,
  { signal, onProgress, onStanding, say, group }: Saying & { readonly group: GroupIri | undefined },
): Promise<Document | undefined> {
  const alone = new AbortController()
  const timer = setTimeout(() => alone.abort(), FOUND_WITHIN)
  const hiring = { limit: 1, signal: AbortSignal.any([signal, alone.signal]), ...(group && { group }) }
  let losses = 0
  try {
    for await (const coordinator of vm.recruit(MONOS_COORDINATOR, hiring)) {
      clearTimeout(timer)
      say(`coordinated by ${coordinator.worker}`, { coordinator: coordinator.worker })
      void tellAll(coordinator.documents, onStanding)
      try {
        return await coordinator.ask(request, { signal, onProgress })
      } catch (error) {
        if (!isLost(error) || ++losses === ATTEMPTS) throw error
        say(`the coordinator is lost (${sentence(error)}): looking for another`)
      }
    }
  } catch (error) {
    if (!alone.signal.aborted || signal.aborted) throw error
  } finally {
    clearTimeout(timer)
  }
  return undefined
}

async function tellAll(documents: AsyncIterable<Document>, onStanding: Meter['stand']): Promise<void> {
  for await (const document of documents) tell(document, onStanding)
}

/** What is not what it should be is passed over: a stranger says it. */
function tell({ root }: Document, onStanding: Meter['stand']): void {
  if (root.namespace !== MONOS_NAMESPACE || root.localName !== 'progress') return
  const number = (name: keyof Standing): number =>
    Number(root.attributes.find(({ localName }) => localName === name)?.value ?? NaN)
  const standing: Standing = { solved: number('solved'), open: number('open'), found: number('found') }
  if (Object.values(standing).every((value) => Number.isSafeInteger(value) && value >= 0)) onStanding(standing)
}

function isLost(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_LOST'
}

/** By whomever a gateway finds. */
export async function solveAt(gateway: string, request: Document, { signal, onProgress }: Telling): Promise<Pieces> {
  return collectPieces(gateway, request.bytes, signal, onProgress)
}

function* piecesOf({ bytes }: Document): Generator<Uint8Array, void> {
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE)
}
