import { multiaddr } from '@multiformats/multiaddr'
import { expect, it } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { parseHours } from '../../packages/agent-host/src/availability/hours.ts'
import type { Command } from '../../packages/agent-host/src/cli/command.ts'
import type { Values } from '../../packages/agent-host/src/cli/flags.ts'
import { environmentName, parse } from '../../packages/agent-host/src/cli/parse.ts'
import { readGateway, type gatewayFlags } from '../../packages/agent-host/src/commands/gateway-flags.ts'
import { readAddress, readPeers } from '../../packages/agent-host/src/commands/host-flags.ts'
import { commands } from '../../packages/agent-host/src/commands/index.ts'
import { readPermits } from '../../packages/agent-host/src/commands/permit-flags.ts'
import { exists, files, read } from '../docs/markdown.ts'

type Environment = Readonly<Record<string, string>>

/** What lies here is copied to /etc. */
const ETC = 'deploy/systemd/etc'
const COMPOSE = 'deploy/compose'

const units = files.filter((path) => path.startsWith(`${ETC}/systemd/system/`) && path.endsWith('.service'))
const environments = files.filter((path) => path.startsWith(`${ETC}/agent-host/`) && path.endsWith('.env'))

it('knows the units and their settings', () => {
  expect(units).toHaveLength(3)
  expect(environments).toHaveLength(3)
})

it.each(units)('%s: its command line and its settings are ones that the program accepts', (path) => {
  const { command, argv, environment } = unitOf(path)
  expect(() => accept(command, argv, environment)).not.toThrow()
})

it.each(units)('%s: every setting shown as an example is one, too', (path) => {
  const { command, argv, environment, examples } = unitOf(path)
  expect(examples.length).toBeGreaterThan(0)
  for (const [name, value] of examples.filter(([name]) => !name.startsWith('PG'))) {
    expect(Object.keys(command.flags).map(environmentName)).toContain(name)
    expect(() => accept(command, argv, { ...environment, [name]: value }), name).not.toThrow()
  }
})

it.each(units)('%s: what its settings name in /etc/agent-host is there', (path) => {
  const { environment, settings } = unitOf(path)
  const named = [...Object.values(environment), ...settings.map(([, value]) => value)]
  const paths = named.flatMap((value) => value.match(/\/etc\/agent-host\/[\w./-]+/g) ?? [])
  expect(paths.length).toBeGreaterThan(0)
  for (const file of paths) expect(exists(file.replace('/etc', ETC)), file).toBe(true)
})

it.each(units)('%s: has what holds for all, and a user that is made', (path) => {
  const { settings } = unitOf(path)
  expect(settings).toContainEqual(['NoNewPrivileges', 'true'])
  expect(settings).toContainEqual(['StateDirectory', '%p'])
  const user = settings.find(([name]) => name === 'User')?.[1] ?? ''
  expect(read(`${ETC}/sysusers.d/agent-host.conf`)).toMatch(new RegExp(`^u ${user}\\s`, 'm'))
})

it('a gateway and those who play roles are different users', () => {
  const userOf = (name: string) =>
    unitOf(`${ETC}/systemd/system/${name}.service`).settings.find(([key]) => key === 'User')
  expect(userOf('agent-host-gateway')).not.toEqual(userOf('agent-host-worker'))
})

it('a worker below the priority that the host would take is not asked to raise it, which would fail', () => {
  const { settings, environment } = unitOf(`${ETC}/systemd/system/agent-host-worker.service`)
  expect(settings).toContainEqual(['Nice', '19'])
  expect(environment).toMatchObject({ AGENT_HOST_NO_NICE: 'true' })
})

it('what the program does not accept is found', () => {
  const [run] = commands
  expect(() => accept(run, ['--rolse', 'ping'], {})).toThrow(/--roles/)
  expect(() => accept(run, [], { AGENT_HOST_ROLSE: 'ping' })).toThrow(/AGENT_HOST_ROLSE/)
  expect(() => accept(run, [], { AGENT_HOST_LISTEN: '/ip4/nowhere' })).toThrow()
  expect(() => accept(run, [], { AGENT_HOST_HOURS: 'never' })).toThrow()
})

interface Service {
  readonly command?: readonly string[]
  readonly environment?: Environment
  readonly ports?: readonly string[]
  readonly build?: { readonly context: string; readonly dockerfile: string }
  readonly healthcheck?: { readonly test: readonly string[] }
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>
  readonly networks: readonly string[]
  readonly volumes?: readonly string[]
  readonly secrets?: readonly string[]
}

interface Network {
  readonly internal?: boolean
  readonly ipam?: { readonly config: readonly { readonly subnet: string }[] }
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>
  readonly networks: Readonly<Record<string, Network>>
  readonly volumes: Readonly<Record<string, unknown>>
  readonly secrets: Readonly<Record<string, { readonly environment: string }>>
}

/** With the settings that it has when nothing is set. */
const compose = parseYaml(read(`${COMPOSE}/compose.yaml`), (_key, value: unknown) =>
  typeof value === 'string' ? value.replace(/\$\{\w+:-([^}]*)\}/g, '$1') : value,
) as Compose
const services = Object.entries(compose.services)
const hosts = services.filter(([, { command }]) => command !== undefined)

it.each(hosts)(
  'compose: %s is started as the program accepts it',
  (_name, { command: words = [], environment = {} }) => {
    const { command, argv } = commandOf(words)
    expect(() => accept(command, argv, environment)).not.toThrow()
  },
)

it('compose: a gateway and a worker are started', () => {
  expect(hosts.map(([name, { command }]) => [name, command?.[0]])).toEqual([
    ['gateway', 'gateway'],
    ['worker', 'run'],
  ])
})

it('compose: a worker joins by the port at which the gateway listens', () => {
  const { gateway, worker } = compose.services
  const [, port = ''] = /\/tcp\/(\d+)$/.exec(gateway?.environment?.['AGENT_HOST_LISTEN'] ?? '') ?? []
  expect(worker?.environment).toMatchObject({ AGENT_HOST_BOOTSTRAP: `/dns4/gateway/tcp/${port}` })
})

it('compose: the gateway listens where it is published, and tells others so', () => {
  const { environment, ports } = compose.services['gateway'] ?? {}
  const [, published, inside] = /^(\d+):(\d+)$/.exec(ports?.[0] ?? '') ?? []
  expect(environment).toMatchObject({
    AGENT_HOST_LISTEN: `/ip4/0.0.0.0/tcp/${inside}`,
    AGENT_HOST_ANNOUNCE: `/dns4/localhost/tcp/${published}`,
  })
})

it('compose: the gateway believes the proxy whose request it is, and nobody else is where it could say so', () => {
  const trusted = compose.services['gateway']?.environment?.['AGENT_HOST_TRUST_PROXY']
  const [front] = Object.entries(compose.networks).find(([, { ipam }]) => ipam?.config[0]?.subnet === trusted) ?? []
  expect(compose.networks[front ?? '']?.internal).toBe(true)
  const members = services.filter(([, { networks }]) => networks.includes(front ?? '')).map(([name]) => name)
  expect(members).toEqual(['proxy', 'gateway'])
  // By its name the proxy finds the gateway in the networks that both are in.
  const shared = compose.services['proxy']?.networks.filter((name) =>
    compose.services['gateway']?.networks.includes(name),
  )
  expect(shared).toEqual([front])
})

it.each(services)('compose: %s has a health check, and names only what is declared', (_name, service) => {
  const { healthcheck, depends_on: needed = {}, networks, volumes = [], secrets = [], build } = service
  expect(healthcheck?.test[0]).toBe('CMD')
  for (const name of Object.keys(needed)) expect(compose.services[name]?.healthcheck).toBeDefined()
  for (const name of networks) expect(Object.keys(compose.networks)).toContain(name)
  for (const name of secrets) expect(Object.keys(compose.secrets)).toContain(name)
  for (const volume of volumes) {
    const [source = ''] = volume.split(':')
    if (source.startsWith('.')) expect(exists(`${COMPOSE}/${source.slice(2)}`)).toBe(true)
    else expect(Object.keys(compose.volumes)).toContain(source)
  }
  if (build !== undefined)
    for (const file of copiedBy(`deploy/${build.dockerfile}`)) expect(exists(`deploy/${file}`)).toBe(true)
})

it('compose: the health check of a worker is a command of the program', () => {
  const [, program, ...words] = compose.services['worker']?.healthcheck?.test ?? []
  const { command, argv } = commandOf(words)
  expect(program).toBe('agent-host')
  expect(() => accept(command, argv, {})).not.toThrow()
})

it('compose: every setting is in .env.example, with its default, and nothing else is', () => {
  const text = read(`${COMPOSE}/compose.yaml`)
  const used = [...text.matchAll(/\$\{(\w+):-([^}]*)\}/g)].map(([, name = '', value = '']) => [name, value])
  const secret = Object.values(compose.secrets).map(({ environment }) => [environment, ''])
  expect(Object.fromEntries(settingsOf(read(`${COMPOSE}/.env.example`)))).toEqual(
    Object.fromEntries([...used, ...secret]),
  )
})

it('compose: no file holds a password', () => {
  for (const [, { environment = {} }] of services)
    for (const [name, value] of Object.entries(environment))
      if (/PASSWORD|KEY|SECRET/.test(name)) expect(value, name).toMatch(/^\/run\/secrets\/[\w-]+$/)
  expect(compose.services['gateway']?.environment?.['AGENT_HOST_QUEUE']).not.toMatch(/\/\/[^/@]*:[^/@]*@/)
})

it('the proxy serves every file of the site, and reads no setting that it is not given', () => {
  const text = read(`${COMPOSE}/Caddyfile`)
  const [, served = ''] = /@site \{[^}]*path ([^\n]*)/.exec(text) ?? []
  const site = files.flatMap((path) => /^deploy\/site\/(.*)$/.exec(path)?.[1] ?? [])
  expect(served.split(' ').toSorted()).toEqual(['/', ...site.map((file) => `/${file}`)].toSorted())
  const given = Object.keys(compose.services['proxy']?.environment ?? {})
  const asked = [...text.matchAll(/\{\$(\w+)(:[^}]*)?\}/g)].map(([, name = '', fallback]) => ({ name, fallback }))
  for (const { name, fallback } of asked) expect(given.includes(name) || fallback !== undefined, name).toBe(true)
  for (const name of given) expect(asked.map((setting) => setting.name)).toContain(name)
})

interface Unit {
  readonly command: Command
  readonly argv: readonly string[]
  readonly settings: readonly (readonly [name: string, value: string])[]
  readonly environment: Environment
  readonly examples: readonly (readonly [name: string, value: string])[]
}

/** A unit with what systemd adds to each whose name begins so. */
function unitOf(path: string): Unit {
  const settings = settingsOf(read(path)).concat(
    settingsOf(read(`${ETC}/systemd/system/agent-host-.service.d/common.conf`)),
  )
  const all = (name: string) => settings.flatMap(([key, value]) => (key === name ? [value] : []))
  const [line = '', ...more] = all('ExecStart')
  expect(more).toEqual([])
  const [program, ...words] = line.split(' ')
  expect(program).toBe('agent-host')
  const texts = all('EnvironmentFile').map((file) => read(file.replace('/etc', ETC)))
  const own = all('Environment').map((setting) => setting.split(/=(.*)/s) as [string, string])
  return {
    ...commandOf(words),
    settings,
    environment: Object.fromEntries([...own, ...texts.flatMap(settingsOf)]),
    examples: texts.flatMap((text) => settingsOf(text.replace(/^#(?=[A-Z])/gm, ''))),
  }
}

/** `NAME=value` lines, as units and environment files have them. */
function settingsOf(text: string): (readonly [name: string, value: string])[] {
  return [...text.matchAll(/^(\w+)=(?:"(.*)"|(.*))$/gm)].map(([, name = '', quoted, bare = '']) => [
    name,
    quoted ?? bare,
  ])
}

function commandOf([name, ...argv]: readonly string[]): {
  readonly command: Command
  readonly argv: readonly string[]
} {
  const command = commands.find((candidate) => candidate.name === name)
  if (command === undefined) throw new Error(`there is no command "${name}"`)
  return { command, argv }
}

/** Reads all that the program would read before it starts. @throws when it would say no */
function accept({ flags }: Command, argv: readonly string[], env: Environment): void {
  const known = new Set(Object.keys(flags).map(environmentName))
  for (const name of Object.keys(env))
    if (name.startsWith('AGENT_HOST_') && !known.has(name)) throw new Error(`${name} is no setting`)
  const { values, positionals } = parse(flags, argv, { env, config: {} })
  expect(positionals).toEqual([])
  const text = (name: string) => values[name] as string | undefined
  const list = (name: string) => (values[name] ?? []) as readonly string[]
  for (const address of [...list('listen'), ...list('announce'), ...list('bootstrap')]) multiaddr(address)
  const hours = list('hours')
  if (hours.length > 0) parseHours(hours.join(', '))
  const zone = text('hours-zone')
  if (zone !== undefined) Intl.DateTimeFormat('en', { timeZone: zone })
  const port = text('port')
  if (port !== undefined) readAddress(port, '--port')
  if ('front' in values) readGateway(values as Values<typeof gatewayFlags>) // who has one of them has all
  readPeers(list('operator'))
  readPermits({ 'allow-command': list('allow-command'), 'allow-http': list('allow-http') })
  expect(text('queue') ?? 'memory:').toMatch(/^(?:sqlite:.|postgres:\/\/.|memory:)/)
}

/** What a Dockerfile takes from the folder `deploy`; the tarballs are there only after deploy/pack.sh. */
function copiedBy(dockerfile: string): readonly string[] {
  const sources = [...read(dockerfile).matchAll(/^COPY (?!--from)(?:--\S+ )*(\S+) \S+$/gm)].map(([, path = '']) => path)
  expect(sources.length).toBeGreaterThan(0)
  return sources.filter((path) => path !== 'tarballs')
}
