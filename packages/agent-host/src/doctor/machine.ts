import { constants, existsSync } from 'node:fs'
import { access, mkdir, mkdtemp, rm, stat, statfs } from 'node:fs/promises'
import { availableParallelism, freemem, totalmem } from 'node:os'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { thisMachine } from '../availability/machine.ts'
import { sentence } from '../errors.ts'
import { IDENTITY_FILE, QUEUE_FILE } from '../host/data-dir.ts'
import { bad, type Check, good, poor } from './check.ts'

const GIB = 2 ** 30
const ROOMY = 2 ** 28
/** File systems on which SQLite's shared memory does not work (https://sqlite.org/wal.html), by their magic number. */
const REMOTE: Readonly<Record<number, string>> = { 0x6969: 'NFS', 0xff534d42: 'CIFS', 0x517b: 'SMB', 0x01021997: '9p' }

/** The checks of this machine that need no network. */
export function machineChecks(data: string, networkKey: string | undefined): readonly Check[] {
  return [
    { name: 'Node', run: () => Promise.resolve(node()) },
    { name: 'spare cores', run: () => Promise.resolve(cores()) },
    { name: 'load average', run: () => Promise.resolve(loadAverage()) },
    { name: 'data directory', run: () => dataDirectory(data) },
    { name: 'identity key', run: () => identityKey(data) },
    { name: 'network key', run: () => networkKeyFile(networkKey) },
    { name: 'durable queue', run: () => durableQueue(data) },
  ]
}

function node() {
  const { node: version } = process.versions
  return typeof process.getBuiltinModule('node:module').registerHooks === 'function'
    ? good(version)
    : poor(version, 'Node 22.15 or newer lets roles import agent-host without installing it.')
}

function cores() {
  const count = availableParallelism()
  const memory = `${count} ${count === 1 ? 'core' : 'cores'}, ${(freemem() / GIB).toFixed(1)} of ${(totalmem() / GIB).toFixed(1)} GiB free`
  return count > 1 ? good(memory) : poor(memory, 'With one core a role and the network share it: keep --max-hires low.')
}

function loadAverage() {
  const load = thisMachine.load()
  return load === undefined
    ? poor(
        'this system has none',
        'Here --max-load holds nothing back: use --hours, or leave it to the host’s low priority.',
      )
    : good(`${load.toFixed(2)} for each core`)
}

async function dataDirectory(data: string) {
  try {
    await mkdir(data, { recursive: true, mode: 0o700 })
    await access(data, constants.W_OK)
    const { bavail, bsize } = await statfs(data)
    if (bavail * bsize < ROOMY)
      return poor(`${data} is nearly full`, 'Make room, or name another directory with --data.')
    return good(data)
  } catch (error) {
    return bad(`${data}: ${sentence(error)}`, 'Name a directory that can be written with --data.')
  }
}

async function identityKey(data: string) {
  const file = join(data, IDENTITY_FILE)
  const found = await stat(file).catch(() => undefined)
  if (found === undefined) return good('none yet; the first start makes one')
  const open = (found.mode & 0o077) !== 0 && process.platform !== 'win32'
  if (open) {
    const advice = `Run: chmod 600 ${file}. If others may have read it, remove it: the host then becomes another peer.`
    return bad(`${file} can be read by others`, advice)
  }
  try {
    const { loadOrCreateIdentity } = await import('@xeerkat/mesh')
    await loadOrCreateIdentity(file)
    return good(file)
  } catch (error) {
    return bad(sentence(error), 'Without it this host does not start.')
  }
}

async function networkKeyFile(file: string | undefined) {
  if (file === undefined) return good('none: whoever reaches a host may join its mesh')
  try {
    const { loadNetworkKey } = await import('@xeerkat/mesh')
    await loadNetworkKey(file)
    return good(file)
  } catch (error) {
    return bad(
      sentence(error),
      `Copy it from a host of the network; a new one is made by: agent-host network-key ${file}`,
    )
  }
}

async function durableQueue(data: string) {
  const { type } = await statfs(data).catch(() => ({ type: 0 }))
  const remote = REMOTE[type]
  if (remote !== undefined)
    return bad(
      `${data} is on ${remote}`,
      'SQLite needs a local disk: name one with --data, or a queue with --queue postgres://….',
    )
  const folder = await mkdtemp(join(data, 'doctor-')).catch(() => undefined)
  if (folder === undefined) return bad(`${data} cannot be written`, 'Name a directory that can be written with --data.')
  try {
    const { DatabaseSync } = await import('node:sqlite')
    const broken = brokenQueue(DatabaseSync, join(data, QUEUE_FILE))
    if (broken !== undefined) return broken
    const database = new DatabaseSync(join(folder, 'probe.sqlite'))
    const mode = database.prepare('PRAGMA journal_mode=WAL').get()?.['journal_mode']
    database.close()
    return mode === 'wal'
      ? good('SQLite with a write-ahead log')
      : bad(`SQLite keeps to journal mode ${String(mode)}`, 'Name a local disk with --data.')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Reads the queue that is there, if one is, without a lock that could disturb a gateway at work. */
function brokenQueue(Database: typeof DatabaseSync, file: string) {
  if (!existsSync(file)) return undefined
  try {
    const queue = new Database(file, { readOnly: true })
    queue.prepare('SELECT count(*) FROM sqlite_schema').get()
    queue.close()
    return undefined
  } catch (error) {
    return bad(`${file}: ${sentence(error)}`, 'Move it away: a gateway then begins with an empty queue.')
  }
}
