import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fromText } from '@xeerkat/xml'
import { expect, test } from 'vitest'
import { createMesh, type MeshOptions } from './mesh.ts'
import { createNetworkKey, loadNetworkKey, type NetworkKey } from './network-key.ts'

const loopback: MeshOptions = { listen: ['/ip4/127.0.0.1/tcp/0', '/ip4/127.0.0.1/tcp/0/ws'], mdns: false }

async function temporary(): Promise<{ readonly path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'xeerkat-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) }
}

async function newKey(): Promise<NetworkKey> {
  await using folder = await temporary()
  const file = join(folder.path, 'key')
  await createNetworkKey(file)
  return loadNetworkKey(file)
}

test.each([0, 1])(
  'who holds the key of a private network is admitted, at its address %i',
  async (at) => {
    const networkKey = await newKey()
    await using one = await createMesh({ ...loopback, networkKey })
    await using two = await createMesh({ ...loopback, networkKey })
    expect(await one.dial(String(two.addresses()[at]))).toBe(two.self)
    const id = '0'.repeat(32) as never
    const text = `<large>${'x'.repeat(1_000_000)}</large>`
    await one.pipes.open(two.self).send({ id, document: fromText(text) })
    for await (const pipe of two.pipes.incoming) {
      const { value } = await pipe.messages[Symbol.asyncIterator]().next()
      expect(value.document.text).toBe(text)
      break
    }
  },
  20_000,
)

test('who holds another key, or none, is not admitted, and admits nobody', async () => {
  await using member = await createMesh({ ...loopback, networkKey: await newKey() })
  await using other = await createMesh({ ...loopback, networkKey: await newKey() })
  await using open = await createMesh(loopback)
  for (const [from, to] of [
    [other, member],
    [open, member],
    [member, open],
  ] as const)
    await expect(from.dial(String(to.addresses()[0]))).rejects.toMatchObject({ code: 'ERR_DIAL_FAILED' })
  expect(member.peers()).toEqual([])
}, 20_000)

test('a key is made for its owner’s eyes only, and never over another', async () => {
  await using folder = await temporary()
  const file = join(folder.path, 'key')
  await createNetworkKey(file)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  const before = await readFile(file)
  await expect(createNetworkKey(file)).rejects.toMatchObject({ code: 'ERR_NETWORK_KEY' })
  expect(await readFile(file)).toEqual(before)
})

test('a key that others can read is refused, with what to do', async () => {
  await using folder = await temporary()
  const file = join(folder.path, 'key')
  await createNetworkKey(file)
  await chmod(file, 0o640)
  await expect(loadNetworkKey(file)).rejects.toThrow(`chmod 600 ${file}`)
})

test('a key is the same with the line ends of another system', async () => {
  await using folder = await temporary()
  const [file, copy] = [join(folder.path, 'key'), join(folder.path, 'copy')]
  await createNetworkKey(file)
  await writeFile(copy, `${(await readFile(file, 'utf8')).replaceAll('\n', '\r\n')}\r\n`, { mode: 0o600 })
  expect(await loadNetworkKey(copy)).toEqual(await loadNetworkKey(file))
})

test.each([
  ['empty', ''],
  ['cut off', '/key/swarm/psk/1.0.0/\n/base16/\nabcdef'],
  ['something else', 'hello'],
])('a file that is %s is no key', async (_, content) => {
  await using folder = await temporary()
  const file = join(folder.path, 'key')
  await writeFile(file, content, { mode: 0o600 })
  await expect(loadNetworkKey(file)).rejects.toMatchObject({ code: 'ERR_NETWORK_KEY' })
})

test('a key that is not there is said to be missing', async () => {
  await expect(loadNetworkKey(join(tmpdir(), 'xeerkat-no-such-key'))).rejects.toThrow(/ENOENT/)
})
