import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { HostError, sentence } from '../errors.ts'
import type { Command } from './command.ts'
import { suggest } from './suggest.ts'

const FILE = 'agent-host.config.json'

/**
 * The configuration file of the working directory: an object of flag names, or nothing.
 * @throws HostError `ERR_CONFIG` for a file that is no such object, or names a flag that no command has.
 */
export async function readConfig(
  folder: string,
  commands: readonly Command[],
): Promise<Readonly<Record<string, unknown>>> {
  const path = join(folder, FILE)
  const json = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}'
    throw new HostError('ERR_CONFIG', `${path} cannot be read.`, { cause: error })
  })
  const config = parseObject(json, path)
  const known = new Set(commands.flatMap(({ flags }) => Object.keys(flags)))
  for (const name of Object.keys(config)) {
    if (known.has(name)) continue
    const guess = suggest(name, known)
    throw new HostError(
      'ERR_CONFIG',
      `${path}: no command has a flag "${name}".${guess ? ` Did you mean "${guess}"?` : ''}`,
    )
  }
  return config
}

function parseObject(json: string, path: string): Readonly<Record<string, unknown>> {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch (error) {
    throw new HostError('ERR_CONFIG', `${path} is not JSON: ${sentence(error)}`, { cause: error })
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  throw new HostError('ERR_CONFIG', `${path} must hold a JSON object of flags, such as {"roles": ["ping"]}.`)
}
