import type { KnownAd } from '@xeerkat/ads'
import { roleIri, WORLD } from '@xeerkat/agent-vm'
import { defineCommand, EXIT_DONE, EXIT_FAILED } from '../cli/command.ts'
import { text, toggle, whole } from '../cli/flags.ts'
import { HOST } from '../host/host-ad.ts'
import { short } from '../host/log.ts'
import { readServiceAd, SERVICE } from '../host/service-ad.ts'
import { visitMesh } from '../host/visit.ts'
import { checkIri, readVisit, visitFlags } from './host-flags.ts'
import { PROGRAM } from '../program.ts'

export const adsCommand = defineCommand({
  name: 'ads',
  summary: 'List the advertisements of the mesh: who can do what.',
  flags: {
    role: text('IRI', 'only peers that play this role'),
    watch: toggle('go on, and print what changes'),
    seconds: whole('N', 'how long to look', { min: 1, max: 3600, fallback: 3 }),
    ...visitFlags,
  },
  examples: [
    ['agent-host ads', 'what is there'],
    ['agent-host ads --watch', 'what comes and goes'],
    ['agent-host ads --role http://www.xeerkat.org/Agents/Roles/Examples/Ping/Worker', 'who can be hired for it'],
  ],
  async run({ role, watch, seconds, json, ...where }, _args, io) {
    if (role !== undefined) checkIri(role, '--role', 'urn:example:echo')
    const options = readVisit(where)
    const { groups = [WORLD] } = options
    const wanted = (ad: KnownAd): boolean => role === undefined || ad.agent?.types.includes(roleIri(role)) === true
    let seen = 0
    const show = (how: string, ad: KnownAd): void => {
      if (!wanted(ad)) return
      seen++
      io.out(json ? JSON.stringify(asJson(how, ad)) : line(watch ? how : '', ad))
    }
    await using visit = await visitMesh({
      ...options,
      onAd: (event) => {
        if (event.type === 'added' || (watch && (event.type === 'updated' || event.type === 'removed')))
          show(event.type, event.ad)
      },
    })
    const { AD_NAMESPACE } = await import('@xeerkat/ads')
    const kinds = [{ namespace: AD_NAMESPACE, localName: 'agent' }, SERVICE, HOST]
    // Asking is what brings those that no neighbour tells of.
    const asking = new AbortController()
    for (const kind of kinds)
      for (const each of groups) void readAll(visit.discovery.onAd(kind, { group: each, signal: asking.signal }))
    const enough = watch ? io.signal : AbortSignal.any([io.signal, AbortSignal.timeout(seconds * 1000)])
    await new Promise((resolve) => enough.addEventListener('abort', resolve, { once: true }))
    asking.abort()
    if (seen === 0) io.log(`No ad found in ${seconds} s, ${visit.peers().length} peers met. See "${PROGRAM} doctor".`)
    return seen > 0 || watch ? EXIT_DONE : EXIT_FAILED
  },
})

async function readAll(ads: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of ads);
}

function line(how: string, ad: KnownAd): string {
  return [how, short(ad.peer), ad.name.slice(ad.name.indexOf('}') + 1), gist(ad)]
    .filter((part) => part !== '')
    .join('  ')
}

/** What an ad says, in a line. */
function gist({ agent, document }: KnownAd): string {
  if (agent !== undefined) return agent.types.map(short).join(' ')
  const service = readServiceAd(document)
  if (service !== undefined)
    return `${short(service.role)} takes ${service.accepts.map((each) => `<${each.localName}>`).join(' ')}`
  return document.root.attributes
    .filter(({ localName }) => localName !== 'id' && localName !== 'peer')
    .map(({ localName, value }) => `${localName}=${value}`)
    .join(' ')
}

function asJson(how: string, { id, peer, group, sequence, expires, document, agent }: KnownAd) {
  return { change: how, id, peer, group, sequence, expires, roles: agent?.types ?? null, document: document.text }
}
