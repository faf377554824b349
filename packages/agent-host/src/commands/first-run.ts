import type { Role } from '@xeerkat/agent-vm'
import { PING_COORDINATOR } from '@xeerkat/roles/ping'
import { reachableElsewhere } from '../host/addresses.ts'
import type { Host } from '../host/host.ts'
import { describeAvailability, short } from '../host/log.ts'
import { PROGRAM } from '../program.ts'

/** Characters of an example that a person is shown in a command. */
const MAX_TYPED = 200

/** What a person who has just started a host wants to know. */
export function firstSteps({ self, data, vm, gateway, addresses, report }: Host): readonly string[] {
  const roles = vm.describe()
  const { availability, networkKey } = report()
  const join = reachableElsewhere(addresses())
  const key = networkKey === null ? '' : ' --network-key FILE'
  return [
    `Xeerkat agent host ${self}`,
    `  plays     ${roles.length === 0 ? 'no role; add some with --roles ping' : roles.map(({ iri }) => iri).join('\n            ')}`,
    ...(gateway === undefined ? [] : [`  gateway   ${gateway}`]),
    `  data      ${data}`,
    ...addresses().map((address) => `  address   ${address}`),
    ...(join === undefined ? [] : [`  to join   ${PROGRAM} --roles ping${key} --bootstrap ${join}`]),
    ...(availability.available && availability.until === undefined
      ? []
      : [`  to hire   ${describeAvailability(availability)}`]),
    `  try       ${whatToTry(roles, gateway)}`,
  ]
}

/** Something that works with what this host plays. */
export function whatToTry(roles: readonly Role[], gateway: string | undefined): string {
  if (gateway !== undefined)
    return `curl -d '${exampleOf(roles).replaceAll("'", "'\\''")}' -H 'Prefer: wait=20' ${gateway}`
  const pings = roles.length === 0 || roles.some(({ iri }) => iri === PING_COORDINATOR)
  return `${PROGRAM} ${pings ? 'ping' : 'ads '}     (in another terminal)`
}

/** A document that consumers may send here; of a gateway without such roles, one that the reference roles take. */
function exampleOf(roles: readonly Role[]): string {
  const examples = roles
    .flatMap(({ accepts = [] }) => accepts)
    .flatMap((each) => (each.public === false || each.example === undefined ? [] : [each.example]))
  return examples.find((text) => text.length <= MAX_TYPED && !text.includes('\n')) ?? '<ping-request count="100"/>'
}

/** What to do when nobody else is there. */
export function lonelyHint({ addresses, self }: Host): readonly string[] {
  const join = reachableElsewhere(addresses()) ?? addresses()[0]
  return [
    `No other peer found yet, so ${short(self)} is alone. That is fine; to have company:`,
    `  start another host on this machine or network: ${PROGRAM} --roles ping`,
    ...(join === undefined ? [] : [`  from another network: ${PROGRAM} --roles ping --bootstrap ${join}`]),
    `  a firewall may be in between (UDP 5353 for discovery): ${PROGRAM} doctor`,
  ]
}
