import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { createVm, type Engagement, pipeIri, type Role, type Vm, WORLD } from '@xeerkat/agent-vm'
import { createMemoryMesh, type MemoryPeer } from '@xeerkat/agent-vm/testing'
import { createMonosCoordinator, MONOS_COORDINATOR } from '@xeerkat/roles/monos'
import { type Document, fromText } from '@xeerkat/xml'
import { rowsOf } from '../../packages/roles/src/monos/monomial/monomials.ts'
import {
  MONOS_NAMESPACE,
  type ReadMonosResult,
  readResult,
  type ReadPart,
} from '../../packages/roles/src/monos/vocabulary/index.ts'

const fixtures = new URL('../../packages/roles/src/monos/fixtures/algebra/', import.meta.url)

/** A coordinator with its workers on a mesh in memory, hired. */
export interface Grid extends AsyncDisposable {
  readonly ask: (request: string) => Promise<Document>
  readonly solve: (request: string) => Promise<ReadMonosResult>
  readonly engagement: Engagement
  /** One by one, in the order in which they were given. */
  readonly workers: readonly { readonly vm: Vm; readonly peer: MemoryPeer }[]
}

/** Hires from the first moment, and leaves the work to workers: for problems that would be solved before anybody is found. */
export const eager = { alone: 0, lead: 10_000 }

export async function createGrid(
  workers: readonly Role[],
  options: Parameters<typeof createMonosCoordinator>[0] = eager,
): Promise<Grid> {
  const mesh = createMemoryMesh()
  const join = async (name: string, role: Role) => {
    const peer = mesh.peer(name)
    const ad = { id: `urn:example:${name}`, peer: peer.iri, pipe: pipeIri(peer.iri), types: [role.iri], group: WORLD }
    await peer.discovery.publish(ad)
    return { peer, vm: createVm(peer, { roles: [role] }) }
  }
  const joined: { readonly vm: Vm; readonly peer: MemoryPeer }[] = []
  for (const [index, role] of workers.entries()) joined.push(await join(`worker-${index}`, role))
  const coordinator = await join('coordinator', createMonosCoordinator(options))
  const employer = createVm(mesh.peer('employer'))
  const engagement = await employer.hire(coordinator.vm.self, MONOS_COORDINATOR)
  const ask = (request: string) => engagement.ask(fromText(request))
  return {
    ask,
    solve: async (request) => readResult(await ask(request)),
    engagement,
    workers: joined,
    async [Symbol.asyncDispose]() {
      for (const { vm } of [...joined, coordinator]) await vm[Symbol.asyncDispose]()
      await employer[Symbol.asyncDispose]()
    },
  }
}

export interface Vector {
  readonly name: string
  readonly ops: Readonly<
    Record<
      string,
      { readonly count?: number; readonly sha256?: string; readonly value?: unknown; readonly rows?: readonly string[] }
    >
  >
}

/** Names of the vectors. */
export function vectorNames(folder = ''): readonly string[] {
  return readdirSync(new URL(`${folder}expected/`, fixtures)).map((file) => file.replace(/\.json$/, ''))
}

export function vector(name: string, folder = ''): Vector {
  return JSON.parse(readFileSync(new URL(`${folder}expected/${name}.json`, fixtures), 'utf8')) as Vector
}

/** Variables and rows of an input in 4ti2's matrix form. */
export function inputOf(file: string): { readonly columns: number; readonly rows: readonly string[] } {
  const [head = '', ...lines] = linesOf(file)
  const [count = 0, columns = 0] = head.split(' ').map(Number)
  return { columns, rows: lines.slice(0, count) }
}

export function linesOf(file: string): readonly string[] {
  return readFileSync(new URL(file, fixtures), 'utf8').replace(/\n$/, '').split('\n')
}

/** The ideal of an input as an element of a request. */
export function idealOf(name: string): string {
  const { columns, rows } = inputOf(`inputs/${name}.mon`)
  return idealElement(columns, columns === 0 ? [] : rows, columns === 0 && rows.length > 0)
}

export function idealElement(columns: number, rows: readonly string[], isUnit = false): string {
  const names = Array.from({ length: columns }, (_, i) => `x${i + 1}`).join(' ')
  const unit = isUnit ? '<m:monomial>1</m:monomial>' : ''
  return `<m:ideal variables="${names}">${unit}<m:exponents>${rows.join('\n')}</m:exponents></m:ideal>`
}

export function request(operation: string, content: string, attributes = ''): string {
  return `<m:${operation} xmlns:m="${MONOS_NAMESPACE}" ${attributes}>${content}</m:${operation}>`
}

/** The part of this kind, which has to be there. */
export function partOf<Kind extends ReadPart['kind']>(
  { parts }: ReadMonosResult,
  kind: Kind,
): Extract<ReadPart, { readonly kind: Kind }> {
  const part = parts.find((other) => other.kind === kind)
  if (part === undefined) throw new Error(`no ${kind} among ${parts.map((other) => other.kind).join(', ')}`)
  return part as Extract<ReadPart, { readonly kind: Kind }>
}

/** Rows as canonical text, as they came. */
export function textOf(rows: Iterable<readonly bigint[]>): string {
  let text = ''
  for (const row of rows) text += `${row.join(' ')}\n`
  return text
}

export function componentsText(result: ReadMonosResult): string {
  return textOf(rowsOf(partOf(result, 'components').rows))
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
