import { execFile } from 'node:child_process'
import { basename, dirname } from 'node:path'
import { promisify } from 'node:util'
import { decode } from './decode.ts'
import { mannerOf } from './equal.ts'
import type { Processor } from './suite.ts'

const run = promisify(execFile)

/** libxslt, by its own command. After many an error it goes on, and has a result all the same. */
export const xsltproc: Processor = async ({ stylesheet, source, parameters }) => {
  const given = Object.entries(parameters).flatMap(([name, value]) => ['--stringparam', name, value])
  const { encoding } = mannerOf(stylesheet)
  try {
    const { stdout } = await run('xsltproc', ['--nonet', ...given, basename(stylesheet), source], {
      cwd: dirname(stylesheet),
      encoding: 'buffer',
      timeout: 20_000,
      maxBuffer: 2 ** 26,
    })
    return { result: decode(stdout, encoding) }
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: Buffer; stderr?: Buffer }
    const result = stdout === undefined || stdout.length === 0 ? undefined : decode(stdout, encoding)
    return { result, error: stderr === undefined ? String(error) : stderr.toString() }
  }
}

/** Its version, if it is installed. */
export async function xsltprocVersion(): Promise<string | undefined> {
  try {
    const { stdout } = await run('xsltproc', ['--version'])
    return /libxslt (\d)(\d\d)(\d\d)/.exec(stdout)?.slice(1).map(Number).join('.')
  } catch {
    return undefined
  }
}
