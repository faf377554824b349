import { closeSync, constants, fstatSync, openSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import type { Capabilities } from '@xeerkat/pipeline'
import { schemas } from './schemas.xsd.ts'

export interface FolderOptions {
  /** Of one file. Default 16 MiB. */
  readonly maxBytes?: number
}

/** Characters of a reference. */
const MAX_HREF = 1024

/**
 * Reads what a pipeline refers to: regular UTF-8 files in the folder of the pipeline's own file, and below. A reference
 * is a relative path of plain names; nothing in it is decoded, and a symbolic link counts as where it leads. Where the
 * folder has no such file, the project's own schemas are known by their names, so that the paper's `href="ping.xsd"`
 * works anywhere.
 */
export function folderOf(
  file: string,
  { maxBytes = 16 * 2 ** 20 }: FolderOptions = {},
): NonNullable<Capabilities['read']> {
  const folder = dirname(file)
  return (href) => {
    if (!isPlainPath(href)) return undefined
    const name = href.replace(/^(?:\.\/)+/, '')
    return readWithin(folder, name, maxBytes) ?? (Object.hasOwn(schemas, name) ? schemas[name] : undefined)
  }
}

/** No scheme, drive, root, way up, query, fragment, escape or control character: names with slashes between. */
function isPlainPath(href: string): boolean {
  // oxlint-disable-next-line no-control-regex -- that is what must not be in it
  if (href === '' || href.length > MAX_HREF || /[\0-\x1f\x7f\\:%?#]/.test(href)) return false
  return href.split('/').every((part) => part !== '' && part !== '..')
}

function readWithin(folder: string, name: string, maxBytes: number): string | undefined {
  try {
    const home = realpathSync(folder)
    const path = realpathSync(join(home, name))
    return path.startsWith(home.endsWith(sep) ? home : home + sep) ? readRegular(path, maxBytes) : undefined
  } catch {
    return undefined
  }
}

/** What was opened is what is looked at, so nothing can be put in its place in between; a pipe is not waited for. */
function readRegular(path: string, maxBytes: number): string | undefined {
  const descriptor = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0))
  try {
    const stats = fstatSync(descriptor)
    if (!stats.isFile() || stats.size > maxBytes) return undefined
    const bytes = readFileSync(descriptor)
    return bytes.length > maxBytes ? undefined : new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } finally {
    closeSync(descriptor)
  }
}
