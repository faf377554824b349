import { join, resolve } from 'node:path'
import type { GroupIri, Role, Vm } from '@xeerkat/agent-vm'
import { type Consumer, createGateway, type GatewayObserver, openStore, type Route, routesOf } from '@xeerkat/gateway'
import type { Registry } from 'prom-client'
import { createClosers } from '../closers.ts'
import { readConsumers } from '../consumers/file.ts'
import { openFronts } from '../fronts/open-fronts.ts'
import type { PipelinePermits } from '../pipelines/permits.ts'
import { QUEUE_FILE } from './data-dir.ts'
import type { LearnedRoute } from './learned-routes.ts'
import type { GatewayOptions } from './options.ts'

export interface GatewayParts {
  readonly vm: Pick<Vm, 'self' | 'hire' | 'recruit'>
  readonly roles: () => readonly Role[]
  readonly learned: () => readonly LearnedRoute[]
  /** Where the roles of this host are looked for, too. */
  readonly group: GroupIri
  /** Where relative names of files, fronts' and consumers', are looked for. */
  readonly folder: string
  /** What their pipelines may reach. */
  readonly permits: PipelinePermits
  /** The host's data directory: the queue's file is in it, unless another is named. */
  readonly data: string
  readonly registry: Registry | undefined
  readonly observe: GatewayObserver | undefined
}

export interface OpenGateway extends AsyncDisposable {
  readonly url: string
  /** Reads the file of consumers again: who is in it now, if there is one. @throws HostError; then the old ones stay. */
  readonly reloadConsumers: () => Promise<readonly Consumer[] | undefined>
}

export async function openGateway(
  { vm, roles, learned, group, data, registry, observe, ...parts }: GatewayParts,
  {
    queue = `sqlite:${join(data, QUEUE_FILE)}`,
    fronts: files = [],
    frontLimits,
    consumers: file,
    ...options
  }: GatewayOptions,
): Promise<OpenGateway> {
  const reference = await referenceRoles()
  await using opening = createClosers()
  let consumers = await known()
  const onTrouble = (name: string, line: string): void =>
    observe?.({ type: 'trouble', during: `the front ${name}`, error: line })
  const fronts = opening.use(await openFronts(files, { ...parts, onTrouble }, frontLimits))
  const store = opening.use(await openStore(queue))
  const own = whenChanged(withReference, (now) => routesOf(now).map((route) => ({ ...route, group })))
  const gateway = opening.use(
    await createGateway(
      {
        vm,
        store,
        routes: () => [...own(), ...learned()],
        fronts: fronts.list,
        ...(registry !== undefined && { registry }),
        ...(observe !== undefined && { observe }),
      },
      { ...options, ...(consumers && { consumers: () => consumers ?? [] }) },
    ),
  )
  return {
    url: gateway.url,
    reloadConsumers: async () => (consumers = await known()),
    [Symbol.asyncDispose]: opening.move(),
  }

  async function known(): Promise<readonly Consumer[] | undefined> {
    return file === undefined ? undefined : readConsumers(resolve(parts.folder, file))
  }

  /** What the reference roles take is known before anyone who plays them has been found. */
  function withReference(): readonly Role[] {
    const own = roles()
    return [...own, ...reference.filter(({ iri }) => !own.some((role) => role.iri === iri))]
  }
}

/** The roles whose documents every gateway knows. Loaded when there is one: a host without has no use for their code. */
async function referenceRoles(): Promise<readonly Role[]> {
  const modules = await Promise.all([import('@xeerkat/roles/ping'), import('@xeerkat/roles/monos')])
  return modules.flatMap(({ default: roles }) => roles)
}

/** Derives anew only from other items: a gateway compares routes by identity. */
function whenChanged<T>(
  items: () => readonly T[],
  derive: (items: readonly T[]) => readonly Route[],
): () => readonly Route[] {
  let before: readonly T[] = []
  let derived = derive(before)
  return () => {
    const now = items()
    if (now.length !== before.length || now.some((item, at) => item !== before[at])) {
      before = now
      derived = derive(now)
    }
    return derived
  }
}
