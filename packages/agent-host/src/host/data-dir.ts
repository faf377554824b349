import { constants } from 'node:fs'
import { access, mkdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { HostError } from '../errors.ts'
import { type Control, openControl } from './control.ts'
import { PROGRAM } from '../program.ts'

/** How many hosts of one user are numbered before a data directory must be named. */
const MAX_INSTANCES = 64

/** Holds the peer's private key. */
export const IDENTITY_FILE = 'identity.key'

/** Holds a gateway's documents and answers, unless another queue is named. */
export const QUEUE_FILE = 'queue.sqlite'

/** A data directory that no other process uses as long as its control socket is open. */
export interface DataDir {
  readonly path: string
  readonly control: Control
}

/** Where the numbered data directories of this user are. */
export function dataHome(env: Readonly<Record<string, string | undefined>> = process.env): string {
  if (process.platform === 'win32')
    return join(env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'agent-host')
  if (env['XDG_DATA_HOME']) return join(env['XDG_DATA_HOME'], 'agent-host')
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'agent-host')
  return join(homedir(), '.local', 'share', 'agent-host')
}

/**
 * Takes the named data directory, or else the first numbered one that is free, so that several hosts can be started
 * with no thought.
 * @throws HostError `ERR_DATA_TAKEN` when another host uses it, `ERR_DATA_DIR` when it cannot be written.
 */
export async function takeDataDir(path?: string): Promise<DataDir> {
  if (path !== undefined) {
    const taken = await take(resolve(path))
    if (taken !== undefined) return taken
    throw new HostError(
      'ERR_DATA_TAKEN',
      `${resolve(path)} belongs to a host that runs ("${PROGRAM} status" shows it). Stop it, or name another --data.`,
    )
  }
  for (let instance = 1; instance <= MAX_INSTANCES; instance++) {
    const taken = await take(join(dataHome(), String(instance)))
    if (taken !== undefined) return taken
  }
  throw new HostError(
    'ERR_DATA_TAKEN',
    `All ${MAX_INSTANCES} numbered directories in ${dataHome()} are taken: name one with --data.`,
  )
}

async function take(path: string): Promise<DataDir | undefined> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 })
    await access(path, constants.W_OK)
  } catch (cause) {
    throw new HostError('ERR_DATA_DIR', `${path} cannot be written. Name another directory with --data.`, { cause })
  }
  const control = await openControl(path)
  return control && { path, control }
}
