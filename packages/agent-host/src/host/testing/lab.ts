import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Machine } from '../../availability/machine.ts'
import type { Host } from '../host.ts'
import { openHost } from '../open-host.ts'
import type { HostOptions } from '../options.ts'

/** Hosts on this machine that know each other by address, with what they keep in one folder; all gone at the end. */
export interface Lab extends AsyncDisposable {
  readonly folder: string
  /** A host that knows the ones before it. */
  readonly host: (options?: HostOptions, machine?: Machine) => Promise<Host>
}

export async function createLab(): Promise<Lab> {
  const folder = await mkdtemp(join(tmpdir(), 'xk-host-'))
  const hosts: Host[] = []
  return {
    folder,
    async host(options = {}, machine) {
      const bootstrap = hosts.flatMap((host) => host.addresses().slice(0, 1))
      const data = join(folder, String(hosts.length))
      const listen = ['/ip4/127.0.0.1/tcp/0']
      const host = await openHost({ data, listen, bootstrap, folder, mdns: false, ...options }, machine)
      hosts.push(host)
      return host
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(hosts.map((host) => host[Symbol.asyncDispose]()))
      await rm(folder, { recursive: true })
    },
  }
}
