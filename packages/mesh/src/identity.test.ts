import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadOrCreateIdentity } from './identity.ts'

async function temporary(): Promise<{ readonly path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'xeerkat-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) }
}

async function modeOf(path: string): Promise<number> {
  return (await stat(path)).mode & 0o777
}

test('a peer is the same after a restart', async () => {
  await using directory = await temporary()
  const file = join(directory.path, 'deep', 'er', 'key')
  const key = await loadOrCreateIdentity(file)
  expect((await loadOrCreateIdentity(file)).equals(key)).toBe(true)
})

test('only its owner may look at the key and its directory', async () => {
  await using directory = await temporary()
  await loadOrCreateIdentity(join(directory.path, 'data', 'key'))
  expect(await modeOf(join(directory.path, 'data'))).toBe(0o700)
  expect(await modeOf(join(directory.path, 'data', 'key'))).toBe(0o600)
  expect(await readdir(join(directory.path, 'data'))).toEqual(['key'])
})

test('a key with looser rights is taken back to its owner', async () => {
  await using directory = await temporary()
  const file = join(directory.path, 'key')
  await loadOrCreateIdentity(file)
  await chmod(file, 0o644)
  await loadOrCreateIdentity(file)
  expect(await modeOf(file)).toBe(0o600)
})

test('of many that begin at once all become the same peer', async () => {
  await using directory = await temporary()
  const file = join(directory.path, 'key')
  const keys = await Promise.all(Array.from({ length: 8 }, () => loadOrCreateIdentity(file)))
  expect(new Set(keys.map((key) => key.publicKey.toString())).size).toBe(1)
})

test.each([
  ['empty', ''],
  ['cut off', '\u0008\u0001\u0012\u0040abc'],
  ['something else', 'hello'],
])('a key file that is %s is not overwritten', async (_, content) => {
  await using directory = await temporary()
  const file = join(directory.path, 'key')
  await writeFile(file, content)
  await expect(loadOrCreateIdentity(file)).rejects.toMatchObject({ code: 'ERR_IDENTITY_CORRUPT' })
  expect(await readFile(file, 'utf8')).toBe(content)
})

test('a key file that cannot be read is no reason to become somebody else', async () => {
  await using directory = await temporary()
  const file = join(directory.path, 'key')
  await mkdir(file)
  await expect(loadOrCreateIdentity(file)).rejects.toMatchObject({ code: 'ERR_IDENTITY_UNREADABLE' })
})
