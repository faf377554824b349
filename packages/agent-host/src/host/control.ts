import { createHash } from 'node:crypto'
import { chmod, lstat, mkdir, readdir, realpath, rm } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Availability } from '../availability/availability.ts'
import { HostError } from '../errors.ts'

/** What a running host tells others of the same user. */
export interface HostReport {
  readonly pid: number
  readonly data: string
  readonly started: string
  readonly peer: string
  readonly addresses: readonly string[]
  readonly groups: readonly string[]
  readonly roles: readonly string[]
  readonly gateway: string | null
  /** The file of its network's key. */
  readonly networkKey: string | null
  readonly availability: Availability
  /** Peers it is connected to. */
  readonly peers: number
  /** Documents its roles have answered since it started. */
  readonly answered: number
  readonly contracts: readonly {
    readonly side: string
    readonly role: string
    readonly peer: string
    readonly open: number
  }[]
}

/** A host's control socket: holding it is the lock of the data directory, and whoever connects is told how the host does. */
export interface Control extends AsyncDisposable {
  /** From now on every connection is answered with this; before, with nothing. */
  readonly report: (read: () => HostReport) => void
}

const MAX_REPORT = 2 ** 20
const ANSWER_WITHIN = 1000
/** A turn takes a few milliseconds; who holds it longer has died in it. */
const TURN_AT_MOST = 2000
const TURN_STEP = 20
const windows = process.platform === 'win32'

/** Opens the control socket of a data directory; `undefined` when another process has it. */
export async function openControl(dataDir: string): Promise<Control | undefined> {
  const folder = await socketFolder()
  const name = createHash('sha256')
    .update(await realpath(dataDir))
    .digest('hex')
    .slice(0, 16)
  const path = windows ? `${folder}${name}.sock` : join(folder, `${name}.sock`)
  let read: (() => HostReport) | undefined
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.end(read === undefined ? '' : JSON.stringify(read()))
  })
  return (await alone(path, () => claim(server, path)))
    ? {
        report: (from) => (read = from),
        [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
      }
    : undefined
}

/** The reports of all hosts of this user, by process id. */
export async function runningHosts(): Promise<readonly HostReport[]> {
  const folder = await socketFolder()
  const names = (await readdir(windows ? '\\\\.\\pipe\\' : folder)).filter((name) => name.endsWith('.sock'))
  const paths = windows
    ? names.filter((name) => name.startsWith(pipePrefix())).map((name) => `\\\\.\\pipe\\${name}`)
    : names.map((name) => join(folder, name))
  const reports = await Promise.all(paths.map(ask))
  return reports.filter((report) => report !== undefined).toSorted((a, b) => a.pid - b.pid)
}

/** Listens at the path unless somebody does; a socket that a dead process left behind is replaced. */
async function claim(server: Server, path: string): Promise<boolean> {
  for (let attempt = 0; attempt < 2; attempt++) {
    const error = await listen(server, path)
    if (error === undefined) {
      if (!windows) await chmod(path, 0o600)
      return true
    }
    if (error.code !== 'EADDRINUSE')
      throw new HostError('ERR_DATA_DIR', `The control socket ${path} cannot be opened.`, { cause: error })
    if (windows || (await isAlive(path))) return false
    await rm(path, { force: true })
  }
  return false
}

/** One process at a time may judge a socket dead and replace it, else two could both believe they did. */
async function alone<T>(path: string, work: () => Promise<T>): Promise<T> {
  if (windows) return work() // a named pipe goes with its process
  const turn = `${path}.turn`
  for (let waited = 0; ; waited += TURN_STEP) {
    const mine = await mkdir(turn).then(
      () => true,
      () => false,
    )
    if (mine || waited >= TURN_AT_MOST) break
    await delay(TURN_STEP)
  }
  try {
    return await work()
  } finally {
    await rm(turn, { recursive: true, force: true })
  }
}

function listen(server: Server, path: string): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    server.once('error', resolve)
    server.listen(path, () => {
      server.off('error', resolve)
      server.unref()
      resolve(undefined)
    })
  })
}

function isAlive(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path)
    socket.on('connect', () => {
      socket.destroy()
      resolve(true)
    })
    // Refused: nobody listens. Anything else, such as a full backlog, is somebody.
    socket.on('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code !== 'ECONNREFUSED' && error.code !== 'ENOENT'),
    )
  })
}

async function ask(path: string): Promise<HostReport | undefined> {
  const socket = connect(path)
  socket.setTimeout(ANSWER_WITHIN, () => socket.destroy())
  try {
    const chunks: Buffer[] = []
    let size = 0
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > MAX_REPORT) return undefined
      chunks.push(chunk)
    }
    return JSON.parse(Buffer.concat(chunks).toString()) as HostReport // written by another agent-host of this user
  } catch {
    return undefined
  }
}

function pipePrefix(): string {
  return `agent-host-${userInfo().username}-`
}

/** A folder of this user alone, with a path short enough for a socket (104 bytes on macOS). */
async function socketFolder(): Promise<string> {
  if (windows) return `\\\\.\\pipe\\${pipePrefix()}`
  const folder = join(tmpdir(), `agent-host-${userInfo().uid}`)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const { uid, mode } = await lstat(folder)
  if (uid !== userInfo().uid || (mode & 0o077) !== 0)
    throw new HostError(
      'ERR_DATA_DIR',
      `${folder} is not this user's alone: remove it, or set TMPDIR to a folder that is.`,
    )
  return folder
}
