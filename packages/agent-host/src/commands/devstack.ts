import { defineCommand, EXIT_DONE, EXIT_FAILED } from '../cli/command.ts'
import { text, toggle, whole } from '../cli/flags.ts'
import { pingThroughHttp } from '../devstack/demo.ts'
import { type Grid, startGrid } from '../devstack/grid.ts'
import { freePort } from '../free-port.ts'
import { reachableElsewhere } from '../host/addresses.ts'
import { untilAborted } from './until-aborted.ts'
import { PROGRAM } from '../program.ts'

const USUAL_PORT = 8080
const REQUEST = '<ping-request count="1000" hire-limit="4"/>'

export const devstackCommand = defineCommand({
  name: 'devstack',
  summary: 'Run a whole grid on this machine, each peer a process of its own, and ping through it.',
  flags: {
    hosts: whole('N', 'workers besides the gateway and the coordinator', { min: 1, max: 64, fallback: 4 }),
    gateway: text('[HOST:]PORT', 'where the gateway listens; default: 8080, or a free port if that is taken'),
    once: toggle('end after the first result, with exit code 0 if every ping came back'),
    verbose: toggle('show what every process logs'),
  },
  examples: [
    ['agent-host devstack', 'a gateway, a coordinator and four workers, until Ctrl-C'],
    ['agent-host devstack --once', 'see that it works'],
    ['agent-host devstack --hosts 8 --gateway 0', 'more workers, any free port'],
  ],
  async run({ hosts, gateway, once, verbose, json }, _args, io) {
    io.log(
      `starting a gateway, a coordinator and ${hosts} ${hosts === 1 ? 'worker' : 'workers'}, each in a process of its own …`,
    )
    const started = performance.now()
    const log = verbose ? io.log : () => {}
    // One port for good: a gateway that is started again must be where it was.
    const at =
      gateway === undefined || gateway === '0'
        ? String(await freePort(gateway === undefined ? USUAL_PORT : 0))
        : gateway
    await using grid = await startGrid({ hosts, gateway: at, log, signal: io.signal })
    io.out(json ? JSON.stringify({ ready: grid.url }) : `ready ${grid.url}`)
    io.log(`ready in ${((performance.now() - started) / 1000).toFixed(1)} s`)
    const { document, complete } = await pingThroughHttp(grid, REQUEST, io)
    io.out(json ? JSON.stringify({ document }) : document)
    if (once) return complete ? EXIT_DONE : EXIT_FAILED
    for (const line of whereNext(grid)) io.log(line)
    await untilAborted(io.signal)
    io.log('stopping …')
    return EXIT_DONE
  },
})

function whereNext({ url, gateway }: Grid): readonly string[] {
  const reachable = reachableElsewhere(gateway.ready.addresses)
  return [
    '',
    `Open         ${url}`,
    `Try          curl -d '${REQUEST}' -H 'Prefer: wait=20' ${url}`,
    ...(reachable === undefined
      ? ['Join         this machine has no address that others could reach']
      : [`Join         ${PROGRAM} --roles ping --bootstrap ${reachable}    (from another machine, or here)`]),
    'Stop         Ctrl-C',
  ]
}
