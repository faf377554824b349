import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Document, fromBytes, fromText } from '@xeerkat/xml'
import { createClosers } from '../closers.ts'
import { createHost, type Host } from '../host/host.ts'
import type { HostOptions } from '../host/options.ts'
import { capabilitiesOf, type PipelinePermits } from '../pipelines/permits.ts'
import { loadFile } from '../pipelines/load-file.ts'

/** What a pipeline answered to each input, in their order. */
export interface OnAndOffGrid {
  /** Run alone, in this process. */
  readonly off: readonly Uint8Array[]
  /** Hired by another peer. */
  readonly on: readonly Uint8Array[]
}

export interface OnAndOffGridOptions {
  /** What the pipeline may reach besides its folder. Default: nothing. */
  readonly permits?: PipelinePermits
}

/**
 * Runs a pipeline twice for each input: alone, and as a role that one host on this machine hires from another over real
 * sockets. The same file should give the same bytes:
 *
 * ```ts
 * const { on, off } = await runOnAndOffGrid('echo.xml', ['<ping count="0"/>'])
 * expect(on).toEqual(off)
 * ```
 */
export async function runOnAndOffGrid(
  file: string,
  inputs: readonly (string | Uint8Array)[],
  { permits = {} }: OnAndOffGridOptions = {},
): Promise<OnAndOffGrid> {
  const documents = inputs.map((input) => (typeof input === 'string' ? fromText(input) : fromBytes(input)))
  using pipeline = await loadFile(file, { capabilities: capabilitiesOf(file, permits) })
  const off: Uint8Array[] = []
  for (const document of documents) off.push(bytesOf(await pipeline.receive(document)))

  await using pair = await openPair({ roles: [file], pipelines: permits })
  const [role] = pair.worker.vm.describe()
  if (role === undefined) throw new Error(`${file} is no role`)
  await using engagement = await pair.employer.vm.hire(pair.worker.self, role.iri)
  const on: Uint8Array[] = []
  for (const document of documents) on.push(bytesOf(await engagement.ask(document)))
  return { off, on }
}

/** Plain bytes, whatever holds them: to be compared. */
function bytesOf({ bytes }: Document): Uint8Array {
  return new Uint8Array(bytes)
}

interface Pair extends AsyncDisposable {
  readonly worker: Host
  readonly employer: Host
}

/** Two hosts that know each other by address only, with what they keep in a folder that is gone at the end. */
async function openPair(options: HostOptions): Promise<Pair> {
  await using opening = createClosers()
  const folder = await mkdtemp(join(tmpdir(), 'xk-grid-'))
  opening.add(() => rm(folder, { recursive: true, force: true }))
  const local = { listen: ['/ip4/127.0.0.1/tcp/0'], mdns: false }
  const worker = opening.use(await createHost({ ...options, ...local, data: join(folder, 'worker') }))
  const bootstrap = worker.addresses().slice(0, 1)
  const employer = opening.use(await createHost({ ...local, bootstrap, data: join(folder, 'employer') }))
  return { worker, employer, [Symbol.asyncDispose]: opening.move() }
}
