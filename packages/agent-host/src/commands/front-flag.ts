import { frontNameProblem } from '@xeerkat/gateway'
import { list, type Values } from '../cli/flags.ts'
import { HostError } from '../errors.ts'
import type { FrontFile } from '../fronts/open-fronts.ts'

/** Of every command that may run a gateway. */
export const frontFlag = {
  front: list(
    'NAME=FILE',
    'a front end of the gateway: the XML pipeline of a file at POST /NAME; "submit" also is what POST / does',
  ),
}

/** @throws HostError `ERR_USAGE` */
export function readFronts({ front }: Values<typeof frontFlag>): readonly FrontFile[] {
  const fronts = front.map(readFront)
  const twice = fronts.find(({ name }, at) => fronts.findIndex((other) => other.name === name) < at)
  if (twice !== undefined) throw new HostError('ERR_USAGE', `--front ${twice.name}=… is given twice.`)
  return fronts
}

function readFront(text: string): FrontFile {
  const [, name, file] = /^([^=]*)=(.+)$/.exec(text) ?? []
  if (name === undefined || file === undefined)
    throw new HostError('ERR_USAGE', `--front takes NAME=FILE, such as submit=./submit.xml, not "${text}".`)
  const problem = frontNameProblem(name)
  if (problem !== undefined) throw new HostError('ERR_USAGE', problem)
  return { name, file }
}
