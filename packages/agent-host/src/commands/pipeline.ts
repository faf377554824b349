import { defineCommand } from '../cli/command.ts'
import { list, text, whole } from '../cli/flags.ts'
import { HostError } from '../errors.ts'
import { suggest } from '../cli/suggest.ts'
import { keyFlag } from './key-flag.ts'
import { permitFlags } from './permit-flags.ts'

/** Each loads what it needs of the engine when it is used. */
const actions = {
  run: async () => (await import('./pipeline-run.ts')).runPipeline,
  check: async () => (await import('./pipeline-check.ts')).checkPipelines,
  explain: async () => (await import('./pipeline-explain.ts')).explainPipeline,
}

/** Values of parameters may hold commas: one for each time the flag is given. */
const parameters = { ...list('NAME=VALUE', 'run: the value of a parameter'), read: (texts: readonly string[]) => texts }

export const pipelineCommand = defineCommand({
  name: 'pipeline',
  summary: 'Run an XML pipeline on stdin, check one, or show how it is compiled.',
  arguments: 'run|check|explain FILE',
  flags: {
    param: parameters,
    'max-bytes': whole('N', 'run: bytes that pass from one step to the next', {
      min: 1,
      max: Number.MAX_SAFE_INTEGER,
      fallback: 2 ** 33,
    }),
    time: whole('SECONDS', 'run: for each step’s own work', { min: 1, max: 2_000_000, fallback: 3600 }),
    memory: whole('MIB', 'run: what an allowed program may hold', { min: 1, fallback: 2048 }),
    gateway: text('URL', 'run: where what the pipeline sends to a queue is submitted; default: nowhere'),
    ...keyFlag,
    ...permitFlags,
  },
  examples: [
    ['agent-host pipeline run echo.xml < in.xml', 'stdin through the pipeline to stdout, as the grid would'],
    ['agent-host pipeline run report.xml --param year=2005 < in.xml > out.xml', 'with a parameter'],
    ['agent-host pipeline check submit.xml', 'what is wrong with it, by line and column'],
    ['agent-host pipeline explain submit.xml', 'its steps, and what each holds of a document'],
  ],
  async run(values, [name, ...files], io) {
    if (!isAction(name)) throw unknownAction(name)
    if (files.length === 0 || (files.length > 1 && name !== 'check'))
      throw new HostError('ERR_USAGE', `pipeline ${name} takes one file.`)
    const act = await actions[name]()
    return act(files, values, io)
  },
})

function isAction(name: string | undefined): name is keyof typeof actions {
  return name !== undefined && Object.hasOwn(actions, name)
}

function unknownAction(given: string | undefined): HostError {
  const names = Object.keys(actions)
  if (given === undefined) return new HostError('ERR_USAGE', `pipeline takes ${names.join(', ')}, and a file.`)
  const guess = suggest(given, names)
  const hint = guess === undefined ? '' : ` Did you mean "agent-host pipeline ${guess}"?`
  return new HostError('ERR_USAGE', `pipeline takes ${names.join(', ')}, not "${given}".${hint}`)
}
