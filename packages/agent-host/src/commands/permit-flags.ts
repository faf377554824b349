import { resolve } from 'node:path'
import { list, type Values } from '../cli/flags.ts'
import { HostError } from '../errors.ts'
import type { PipelinePermits } from '../pipelines/permits.ts'

/** Flags of every command that runs pipelines: what they may reach besides their own folders. */
export const permitFlags = {
  'allow-command': list('NAME=PATH', 'a program that pipelines may run, by the name they call it; default: none'),
  'allow-http': list('ORIGIN', 'a site that pipelines may ask, such as https://example.org; default: none'),
}

/** @throws HostError `ERR_USAGE` */
export function readPermits(values: Values<typeof permitFlags>): PipelinePermits {
  return {
    commands: Object.fromEntries(values['allow-command'].map(readProgram)),
    http: values['allow-http'].map(readOrigin),
  }
}

/** What has no slash is found on the PATH when it is run. */
function readProgram(text: string): readonly [name: string, path: string] {
  // The name is one that x:exec can call.
  const [, name, path] = /^([A-Za-z0-9][\w.+-]{0,63})=(.+)$/.exec(text) ?? []
  if (name !== undefined && path !== undefined) return [name, /[\\/]/.test(path) ? resolve(path) : path]
  throw new HostError('ERR_USAGE', `--allow-command takes NAME=PATH, such as gp=/usr/bin/gp, not "${text}".`)
}

function readOrigin(text: string): string {
  const url = URL.parse(text)
  // A star is a name like any other to URLs, and would allow nothing.
  const isOrigin = url !== null && /^https?:\/\/[^*]+$/.test(url.origin) && url.href === `${url.origin}/`
  if (isOrigin) return url.origin
  throw new HostError('ERR_USAGE', `--allow-http takes an origin such as https://example.org, not "${text}".`)
}
