import { availableParallelism } from 'node:os'
import { join, resolve } from 'node:path'
import type { AdObserver } from '@xeerkat/ads'
import {
  createVm,
  type Message,
  type Observer,
  type PeerIri,
  type Policy,
  type Role,
  type RoleIri,
  type Vm,
  type VmOptions,
  WORLD,
} from '@xeerkat/agent-vm'
import { type Availability, createAvailabilities } from '../availability/availability.ts'
import { type Machine, thisMachine } from '../availability/machine.ts'
import { createClosers } from '../closers.ts'
import { createThreadPool } from '../threads/threaded-role.ts'
import { createAbsences } from './absences.ts'
import { createAdverts } from './adverts.ts'
import type { HostReport } from './control.ts'
import { IDENTITY_FILE, takeDataDir } from './data-dir.ts'
import { openGateway } from './gateway.ts'
import { learnRoutes } from './learned-routes.ts'
import { countEvents } from './metrics.ts'
import { openNetwork } from './network.ts'
import type { HostOptions } from './options.ts'
import { openRoleBook } from './role-book.ts'
import { createUpgrade, UPGRADE_NAME } from './upgrade.ts'

/** A running peer: found by others, hired for its roles. Disposing it resigns, says goodbye and leaves, within a second. */
export interface Host extends AsyncDisposable {
  readonly self: PeerIri
  /** Where it keeps its identity and queue. */
  readonly data: string
  /** Where others can reach it: multiaddrs that end in its peer id. */
  readonly addresses: () => readonly string[]
  /** Who is connected. */
  readonly peers: () => readonly PeerIri[]
  /** The URL of its gateway, if it has one. */
  readonly gateway: string | undefined
  /** For hiring others; `status` says who has hired this host. */
  readonly vm: Pick<Vm, 'hire' | 'recruit' | 'delegate' | 'status' | 'describe' | 'instruct'>
  /** Plays further roles, or newer versions of its own, and advertises them at once. */
  readonly enable: (...roles: readonly Role[]) => Promise<void>
  /** Stops playing a role; whoever is hired for it finishes. */
  readonly disable: (role: RoleIri) => Promise<void>
  /** Reads role modules again, for engagements to come. @throws HostError as at the start; then nothing has changed. */
  readonly reload: () => Promise<void>
  /** Reads the gateway's file of consumers again: who is in it now, if there is one. @throws HostError; then the old ones stay. */
  readonly reloadConsumers: () => Promise<readonly { readonly name: string }[] | undefined>
  readonly report: () => HostReport
  /** Resolves when an operator asks for the end. */
  readonly shutdownRequested: Promise<PeerIri>
}

/** Resigning and saying goodbye takes as long as the slowest peer, and no longer than this. */
const LEAVE_WITHIN = 600

/** See `createHost`. */
export async function openHost(options: HostOptions, machine: Machine = thisMachine): Promise<Host> {
  const { groups = [WORLD], maxHires = 64, policy = () => true, operators = [] } = options
  const { threads = Math.max(2, availableParallelism() - 1), observe = {}, networkKey } = options
  const availabilities = createAvailabilities(machine, options)
  const absences = createAbsences()
  const started = new Date().toISOString()
  let answered = 0

  await using opening = createClosers()
  const data = await takeDataDir(options.data)
  opening.use(data.control)
  const pool = createThreadPool({ limit: threads })
  const identity = join(data.path, IDENTITY_FILE)
  const connecting = openNetwork({
    ...options,
    groups,
    identity,
    measured: options.gateway !== undefined,
    observe: { ...observe, ads: onAd },
  })
  opening.add(async () => (await connecting.catch(() => undefined))?.[Symbol.asyncDispose]())
  const book = await openRoleBook(options.roles ?? [], { ...options, inline: threads === 0, pool })
  const { mesh, discovery, registry } = await connecting

  /** A refusal is the protocol's own way to say that this is not the time, or that there is no room. */
  const withinMeans: Policy = (hire, status) => {
    if (!availabilities.now().available) return 'not-now'
    return book.isThreaded(hire.role) && pool.running() >= pool.limit ? 'busy' : policy(hire, status)
  }
  const watchers: Observer[] = [watchHires, ...(observe.vm === undefined ? [] : [observe.vm])]
  const vm = createVm(
    {
      pipes: mesh.pipes,
      discovery: { find: absences.finding(discovery.find) },
      observe: (event) => watchers.forEach((watch) => watch(event)),
    },
    { roles: book.roles(), groups, maxHires, policy: withinMeans, operators, instructions: ownInstructions() },
  )
  if (registry !== undefined) watchers.push(countEvents(registry, held))
  const adverts = createAdverts(
    {
      discovery,
      vm,
      availability: availabilities.now,
      onTrouble: (error) => watchers.forEach((watch) => watch({ type: 'fault', error })),
    },
    { groups },
  )
  opening.add(() => adverts[Symbol.dispose]())
  // At once: whoever is hired from here on must not be forgotten.
  const watch = availabilities.watch(onAvailability)
  opening.add(() => watch[Symbol.dispose]())
  opening.add(() => vm.close())

  const learned = learnRoutes(discovery, { groups })
  opening.add(() => learned[Symbol.dispose]())
  const { folder = process.cwd(), pipelines: permits = {} } = options
  const reach = { folder, permits, data: data.path }
  const parts = { vm, learned: learned.list, roles: () => vm.describe(), group: groups[0] ?? WORLD, ...reach }
  const gateway =
    options.gateway && opening.use(await openGateway({ ...parts, registry, observe: observe.gateway }, options.gateway))
  await adverts.refresh()
  data.control.report(report)
  opening.move()
  let left: Promise<void> | undefined

  return {
    self: vm.self,
    data: data.path,
    addresses: mesh.addresses,
    peers: mesh.peers,
    gateway: gateway?.url,
    vm,
    report,
    shutdownRequested: vm.shutdownRequested,
    async enable(...roles) {
      vm.enable(...roles)
      await adverts.refresh()
    },
    async disable(role) {
      vm.disable(role)
      await adverts.refresh()
    },
    reload,
    reloadConsumers: async () => gateway?.reloadConsumers(),
    [Symbol.asyncDispose]: () => (left ??= leave()),
  }

  /** All at once, and not for longer than a moment: whoever uses this machine wants it back. */
  async function leave(): Promise<void> {
    watch[Symbol.dispose]()
    adverts[Symbol.dispose]()
    learned[Symbol.dispose]()
    const goodbyes = [vm, discovery, ...(gateway === undefined ? [] : [gateway])]
    await within(LEAVE_WITHIN, Promise.allSettled(goodbyes.map(async (each) => each[Symbol.asyncDispose]())))
    await within(LEAVE_WITHIN / 3, mesh[Symbol.asyncDispose]())
    await data.control[Symbol.asyncDispose]()
  }

  async function reload(): Promise<void> {
    const before = new Set(book.roles().map(({ iri }) => iri))
    await book.reload()
    const now = book.roles()
    vm.enable(...now)
    for (const iri of before) if (!now.some((role) => role.iri === iri)) vm.disable(iri)
    await adverts.refresh()
  }

  /** What is beyond the built-in instructions, and only for operators: without any it is not even known. */
  function ownInstructions(): NonNullable<VmOptions['instructions']> {
    if (operators.length === 0) return {}
    return { [UPGRADE_NAME]: createUpgrade({ operators, book, reload, observe: (event) => observe.host?.(event) }) }
  }

  /** When its hours are over the machine is somebody's again, at once; a high load may be this host's own work. */
  function onAvailability(now: Availability): void {
    if (now.why === 'hours') vm.resign('not-now')
    adverts.sayAvailable()
    observe.host?.({ type: 'availability', ...now })
  }

  function onAd(event: Parameters<AdObserver>[0]): void {
    absences.notice(event)
    observe.ads?.(event)
  }

  function watchHires(event: Parameters<Observer>[0]): void {
    if (event.type === 'hired' || event.type === 'released') adverts.busier()
    if (event.type === 'message' && event.direction === 'sent' && isAnswer(event.message)) answered++
  }

  function held(): { readonly worker: number; readonly employer: number } {
    const { contracts } = vm.status()
    const worker = contracts.filter(({ side }) => side === 'worker').length
    return { worker, employer: contracts.length - worker }
  }

  function report(): HostReport {
    const { contracts, roles } = vm.status()
    return {
      pid: process.pid,
      data: data.path,
      started,
      peer: vm.self,
      addresses: mesh.addresses(),
      groups,
      roles,
      gateway: gateway?.url ?? null,
      networkKey: networkKey === undefined ? null : resolve(networkKey),
      availability: availabilities.now(),
      peers: mesh.peers().length,
      answered,
      contracts: contracts.map(({ side, role, peer, open }) => ({ side, role, peer, open })),
    }
  }
}

/** A role's answer to a document; what the VM says of the engagement itself answers its hire. */
function isAnswer({ replyTo, engagement, document }: Message): boolean {
  return engagement !== undefined && replyTo !== undefined && replyTo !== engagement && document !== undefined
}

async function within(milliseconds: number, work: PromiseLike<unknown>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, milliseconds)
  await Promise.race([work, promise])
  clearTimeout(timer)
}
