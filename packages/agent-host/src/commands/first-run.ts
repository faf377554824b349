import { reachableElsewhere } from '../host/addresses.ts'
import type { Host } from '../host/host.ts'
import { short } from '../host/log.ts'

/** What a person who has just started a host wants to know. */
export function firstSteps({ self, data, vm, gateway, addresses }: Host): readonly string[] {
  const roles = vm.describe()
  const join = reachableElsewhere(addresses())
  return [
    `Xeerkat agent host ${self}`,
    `  plays     ${roles.length === 0 ? 'no role; add some with --roles ping' : roles.map(({ iri }) => iri).join('\n            ')}`,
    ...(gateway === undefined ? [] : [`  gateway   ${gateway}`]),
    `  data      ${data}`,
    ...addresses().map((address) => `  address   ${address}`),
    ...(join === undefined ? [] : [`  to join   agent-host --roles ping --bootstrap ${join}`]),
    gateway === undefined
      ? '  try       agent-host ping     (in another terminal)'
      : `  try       curl -d '<ping-request count="100"/>' -H 'Prefer: wait=20' ${gateway}`,
  ]
}

/** What to do when nobody else is there. */
export function lonelyHint({ addresses, self }: Host): readonly string[] {
  const join = reachableElsewhere(addresses()) ?? addresses()[0]
  return [
    `No other peer found yet, so ${short(self)} is alone. That is fine; to have company:`,
    '  start another host on this machine or network: agent-host --roles ping',
    ...(join === undefined ? [] : [`  from another network: agent-host --roles ping --bootstrap ${join}`]),
    '  a firewall may be in between (UDP 5353 for discovery): agent-host doctor',
  ]
}
