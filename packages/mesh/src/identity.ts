import { randomUUID } from 'node:crypto'
import { chmod, link, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { generateKeyPair, privateKeyFromProtobuf, privateKeyToProtobuf } from '@libp2p/crypto/keys'
import type { PrivateKey } from '@libp2p/interface'
import { MeshError } from './errors.ts'

const OWNER_ONLY = 0o600
const OWNER_ONLY_DIRECTORY = 0o700

/**
 * The private key in `file`, in libp2p's own encoding; at the first call it is made, for its owner's eyes only. Of two
 * processes that make it at the same moment, both get the same.
 * @throws MeshError `ERR_IDENTITY_CORRUPT`, `ERR_IDENTITY_UNREADABLE`.
 */
export async function loadOrCreateIdentity(file: string): Promise<PrivateKey> {
  try {
    return (await load(file)) ?? (await create(file))
  } catch (cause) {
    if (cause instanceof MeshError) throw cause
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new MeshError('ERR_IDENTITY_UNREADABLE', `Cannot read or create the identity ${file}: ${why}`, { cause })
  }
}

async function load(file: string): Promise<PrivateKey | undefined> {
  const bytes = await readFile(file).catch(unlessMissing)
  if (bytes === undefined) return undefined
  // Should somebody have copied it here with looser rights. Where that cannot be changed, it is read all the same.
  await chmod(file, OWNER_ONLY).catch(() => undefined)
  try {
    return privateKeyFromProtobuf(bytes)
  } catch (cause) {
    const advice = 'restore it from a copy, or remove it to become a new peer.'
    throw new MeshError('ERR_IDENTITY_CORRUPT', `${file} holds no libp2p private key; ${advice}`, { cause })
  }
}

/** Written beside its place and linked into it, so that a half-written key is never seen and none is overwritten. */
async function create(file: string): Promise<PrivateKey> {
  await mkdir(dirname(file), { recursive: true, mode: OWNER_ONLY_DIRECTORY })
  const key = await generateKeyPair('Ed25519')
  const draft = `${file}.${randomUUID()}`
  try {
    await writeDurably(draft, privateKeyToProtobuf(key))
    await link(draft, file).catch((error: unknown) => {
      // A file system without links: nearly as good, but the last of several processes wins.
      if (!isExisting(error)) return rename(draft, file)
      return undefined
    })
  } finally {
    await rm(draft, { force: true })
  }
  return (await load(file)) ?? key
}

async function writeDurably(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'wx', OWNER_ONLY)
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function unlessMissing(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT') throw error
  return undefined
}

function isExisting(error: unknown): boolean {
  return codeOf(error) === 'EEXIST'
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
