import { join } from 'node:path'
import { defineCommand, EXIT_DONE, EXIT_FAILED } from '../cli/command.ts'
import { text } from '../cli/flags.ts'
import { findGateway } from '../client/gateway-client.ts'
import type { Check, Finding } from '../doctor/check.ts'
import { machineChecks } from '../doctor/machine.ts'
import { networkChecks } from '../doctor/network.ts'
import { sentence } from '../errors.ts'
import { dataHome } from '../host/data-dir.ts'
import { visitMesh, type VisitOptions } from '../host/visit.ts'
import { readVisit, visitFlags } from './host-flags.ts'

const PEERS_WITHIN = 4000
const CHECK_WITHIN = 10_000
const MARK = { good: '✓', poor: '!', bad: '✗' }

export const doctorCommand = defineCommand({
  name: 'doctor',
  summary: 'Check what a host needs here, and say what to do where something is wrong.',
  flags: {
    data: text('DIR', 'the data directory to check; default: the first numbered one'),
    gateway: text('URL', 'the gateway to check'),
    ...visitFlags,
  },
  examples: [
    ['agent-host doctor', 'a line for each check, with advice where it is needed'],
    ['agent-host doctor --json', 'a JSON object for each check'],
  ],
  async run({ data, gateway: named, json, ...where }, _args, io) {
    const gateway = await findGateway(named)
    const checks = [
      ...machineChecks(data ?? join(dataHome(io.env), '1'), where['network-key']),
      ...networkChecks({
        gateway,
        gatewayExpected: named !== undefined,
        countPeers: (signal) => countPeers(readVisit(where), signal),
      }),
    ]
    let worst: number = EXIT_DONE
    for (const check of checks) {
      const finding = await examine(check, io.signal)
      io.out(json ? JSON.stringify(finding) : line(finding))
      if (finding.state === 'bad') worst = EXIT_FAILED
    }
    return worst
  },
})

async function examine({ name, run }: Check, signal: AbortSignal): Promise<Finding> {
  try {
    return { check: name, ...(await run(AbortSignal.any([signal, AbortSignal.timeout(CHECK_WITHIN)]))) }
  } catch (error) {
    return { check: name, state: 'bad', found: sentence(error), advice: 'This check itself failed: please report it.' }
  }
}

function line({ check, state, found, advice }: Finding): string {
  return `${MARK[state]} ${check}: ${found}${advice === undefined ? '' : `\n    → ${advice}`}`
}

async function countPeers(options: VisitOptions, signal: AbortSignal): Promise<number> {
  await using visit = await visitMesh(options)
  await visit.met(1, AbortSignal.any([signal, AbortSignal.timeout(PEERS_WITHIN)]))
  return visit.peers().length
}
