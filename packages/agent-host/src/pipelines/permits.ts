import { dirname } from 'node:path'
import type { Capabilities } from '@xeerkat/pipeline'
import { commandsOf, type ProgramOptions } from './commands.ts'
import { folderOf } from './folder.ts'
import { httpOf } from './http.ts'

/** What whoever runs pipelines lets them reach besides their own folder. Default: nothing. */
export interface PipelinePermits {
  /** Programs by the names that pipelines call them: a path, or a name that is found on the PATH. */
  readonly commands?: Readonly<Record<string, string>>
  /** Origins of sites, such as `https://example.org`. */
  readonly http?: readonly string[]
}

/** All that a pipeline's file may reach here. Programs run in its folder. */
export function capabilitiesOf(
  file: string,
  { commands = {}, http = [] }: PipelinePermits = {},
  options: ProgramOptions = {},
): Required<Pick<Capabilities, 'read' | 'command' | 'request'>> {
  return {
    read: folderOf(file),
    command: commandsOf(commands, { folder: dirname(file), ...options }),
    request: httpOf(http),
  }
}
