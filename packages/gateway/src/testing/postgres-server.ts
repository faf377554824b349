import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { chmod, chown, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Milliseconds: a machine without a network must not hold up the tests. */
const INSTALL_WITHIN = 120_000

/** A database server of one's own, in a temporary directory, reached through a socket in it. */
export interface PostgresServer extends AsyncDisposable {
  readonly url: string
  /** Ends all its connections, as a restart would. */
  readonly disconnect: () => Promise<void>
}

/** Where the server's programs are: found, or installed where one may install. `undefined`: there is no way. */
export async function postgresPrograms(): Promise<string | undefined> {
  const found = await find()
  if (found !== undefined || process.getuid?.() !== 0) return found
  try {
    await run('apt-get', ['update'], { timeout: INSTALL_WITHIN })
    await run('apt-get', ['install', '--yes', '--no-install-recommends', 'postgresql'], {
      timeout: INSTALL_WITHIN,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  } catch {
    return undefined
  }
  return find()
}

async function find(): Promise<string | undefined> {
  const versions = await readdir('/usr/lib/postgresql').catch(() => [])
  const debian = versions.sort((a, b) => Number(b) - Number(a)).map((version) => `/usr/lib/postgresql/${version}/bin`)
  for (const directory of [...debian, ...(process.env['PATH'] ?? '').split(delimiter)])
    if (await stat(join(directory, 'initdb')).catch(() => undefined)) return directory
  return undefined
}

export async function startPostgres(programs: string): Promise<PostgresServer> {
  const directory = await mkdtemp(join(tmpdir(), 'pg-'))
  const data = join(directory, 'data')
  const user = await unprivileged()
  await chmod(directory, 0o755)
  if (user !== undefined) await chown(directory, user.uid, user.gid)
  await run(join(programs, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C'], {
    ...user,
    cwd: directory,
  })
  const server = spawn(join(programs, 'postgres'), ['-D', data, '-k', directory, '-c', 'listen_addresses='], {
    ...user,
    cwd: directory,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  await ready(server)
  const psql = (sql: string) => run(join(programs, 'psql'), ['-h', directory, '-U', 'postgres', '-c', sql])
  return {
    url: `postgres://postgres@/postgres?host=${directory}`,
    async disconnect() {
      await psql('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()')
    },
    async [Symbol.asyncDispose]() {
      const exited = new Promise((resolve) => server.once('exit', resolve))
      server.kill('SIGINT')
      await exited
      await rm(directory, { recursive: true, force: true })
    },
  }
}

/** PostgreSQL refuses to run as root. */
async function unprivileged(): Promise<{ readonly uid: number; readonly gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const [uid, gid] = await Promise.all(['-u', '-g'].map((flag) => run('id', [flag, 'nobody'])))
  return { uid: Number(uid?.stdout), gid: Number(gid?.stdout) }
}

function ready(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = ''
    server.stderr?.on('data', (data: Buffer) => {
      said += data.toString()
      if (said.includes('ready to accept connections')) resolve()
    })
    server.once('exit', () => reject(new Error(`PostgreSQL ended:\n${said}`)))
  })
}
