import { cards, operations } from '@xeerkat/roles/monos'
import { EXIT_DONE, type Io } from '../cli/command.ts'
import { HostError } from '../errors.ts'
import { findGateway } from '../client/gateway-client.ts'
import { readVisit } from './host-flags.ts'
import type { MonosValues } from './monos-flags.ts'
import { printAnswer } from './monos-print.ts'
import { createMeter, type Meter } from './monos-progress.ts'
import { type MonosInput, readInput } from './monos-request.ts'
import { type Pieces, solveAt, solveHere, solveOnMesh } from './monos-solve.ts'

/** `agent-host monos`: reads, has it computed, prints. */
export async function runMonos(values: MonosValues, files: readonly string[], io: Io): Promise<number> {
  if (values.list) return listOperations(values, io)
  if (values.alone && values.gateway !== undefined)
    throw new HostError('ERR_USAGE', 'Say either --alone or --gateway, not both.')
  const input = await readInput(files, values, io)
  using meter = createMeter(io, values)
  const answer = await solve(input, values, meter, io)
  return printAnswer(answer, { output: input.output, json: values.json, meter }, io)
}

async function solve({ document }: MonosInput, values: MonosValues, meter: Meter, { signal }: Io): Promise<Pieces> {
  const telling = { signal, onProgress: meter.progress }
  if (values.gateway !== undefined) return solveAt(await findGateway(values.gateway), document, telling)
  if (!values.alone) {
    const answer = await solveOnMesh(document, readVisit(values), {
      ...telling,
      onStanding: meter.stand,
      say: meter.say,
    })
    if (answer !== undefined) return answer
  }
  return solveHere(document, { ...telling, onStanding: meter.stand, memory: values.memory, say: meter.say })
}

function listOperations({ json }: MonosValues, { out }: Io): number {
  const all = Object.entries(cards).map(([name, { title, checked, shared }]) => {
    return { name, takes: operations[name as keyof typeof operations], title, shared: shared === 'slices', checked }
  })
  const width = Math.max(...all.map(({ name }) => name.length))
  for (const each of all)
    out(json ? JSON.stringify(each) : `${each.name.padEnd(width)}  ${each.title}${each.shared ? ' (shared)' : ''}`)
  return EXIT_DONE
}
