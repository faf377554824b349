import { open, writeFile } from 'node:fs/promises'
import { generateKey } from '@libp2p/pnet'
import { MeshError } from './errors.ts'

/** What a private network shares, in libp2p's own encoding: only who has the same gets past the first bytes of a connection. */
export type NetworkKey = Uint8Array

const OWNER_ONLY = 0o600
const OTHERS = 0o077

/** https://github.com/libp2p/specs/blob/master/pnet/Private-Networks-PSK-V1.md */
const KEY = /^\/key\/swarm\/psk\/1\.0\.0\/\r?\n\/base16\/\r?\n([0-9a-f]{64})\s*$/i
const KEY_SIZE = 95
/** Of a file that may be one. */
const MAX_FILE = 1024

/**
 * The key in `file`, which nobody but its owner may read.
 * @throws MeshError `ERR_NETWORK_KEY`.
 */
export async function loadNetworkKey(file: string): Promise<NetworkKey> {
  const text = await read(file)
  const [, digits] = KEY.exec(text) ?? []
  if (digits === undefined)
    throw new MeshError('ERR_NETWORK_KEY', `${file} holds no network key; it should be a copy of that of another host.`)
  return new TextEncoder().encode(`/key/swarm/psk/1.0.0/\n/base16/\n${digits}`)
}

/**
 * Makes a key, in a file that is not there yet.
 * @throws MeshError `ERR_NETWORK_KEY`.
 */
export async function createNetworkKey(file: string): Promise<void> {
  const key = new Uint8Array(KEY_SIZE)
  generateKey(key)
  try {
    await writeFile(file, key, { flag: 'wx', mode: OWNER_ONLY, flush: true })
  } catch (cause) {
    throw new MeshError('ERR_NETWORK_KEY', `Cannot make the network key ${file}: ${messageOf(cause)}`, { cause })
  }
}

async function read(file: string): Promise<string> {
  try {
    await using handle = await open(file)
    const { mode } = await handle.stat()
    if ((mode & OTHERS) !== 0 && process.platform !== 'win32')
      throw new MeshError('ERR_NETWORK_KEY', `Others can read the network key ${file}; run: chmod 600 ${file}`)
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(MAX_FILE))
    return buffer.toString('utf8', 0, bytesRead)
  } catch (cause) {
    if (cause instanceof MeshError) throw cause
    throw new MeshError('ERR_NETWORK_KEY', `Cannot read the network key ${file}: ${messageOf(cause)}`, { cause })
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
