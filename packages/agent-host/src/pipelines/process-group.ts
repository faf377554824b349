import { execFile, spawn } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

/** Ends a program and all it has started that did not leave its group. Does nothing when none of them is left. */
export function killGroup(group: number): void {
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(group), '/t', '/f'], { stdio: 'ignore' }).on('error', () => {})
    return
  }
  try {
    process.kill(-group, 'SIGKILL')
  } catch {
    // None of them is left.
  }
}

const running = new Set<number>()

/** A group that must not outlive this process. */
export function killedAtExit(group: number): Disposable {
  if (running.size === 0) process.once('exit', killAll)
  running.add(group)
  return {
    [Symbol.dispose]() {
      running.delete(group)
      if (running.size === 0) process.off('exit', killAll)
    },
  }
}

function killAll(): void {
  for (const group of running) killGroup(group)
}

/** Bytes of memory that a group's processes hold; 0 where that cannot be known (on Windows). */
export async function memoryOfGroup(group: number): Promise<number> {
  try {
    if (process.platform === 'linux') return await fromProc(group)
    return process.platform === 'win32' ? 0 : await fromPs(group)
  } catch {
    return 0
  }
}

async function fromProc(group: number): Promise<number> {
  const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const held = await Promise.all(processes.map((id) => heldBy(id, group).catch(() => 0)))
  return held.reduce((sum, bytes) => sum + bytes, 0)
}

async function heldBy(id: string, group: number): Promise<number> {
  const stat = await readFile(`/proc/${id}/stat`, 'utf8')
  // After the name, which may hold anything: state, parent, group.
  const [, , member] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  if (member !== String(group)) return 0
  const [, kibibytes = 0] = /^VmRSS:\s+(\d+) kB$/m.exec(await readFile(`/proc/${id}/status`, 'utf8')) ?? []
  return Number(kibibytes) * 1024
}

async function fromPs(group: number): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pgid=,rss='])
  return stdout
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .reduce((sum, [member, kibibytes = 0]) => (member === group ? sum + kibibytes * 1024 : sum), 0)
}
