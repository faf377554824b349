import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { addConsumer, readConsumers } from './file.ts'
import { consumerLine } from './line.ts'

async function temporary(): Promise<{ readonly file: string } & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), 'xk-consumers-'))
  return { file: join(folder, 'consumers'), [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) }
}

async function namesIn(file: string): Promise<readonly string[]> {
  return (await readConsumers(file)).map(({ name }) => name)
}

it('the first consumer makes the file, for its owner’s eyes only, and others are added; one may have two keys', async () => {
  await using place = await temporary()
  for (const [name, key] of [
    ['alice', 'one'],
    ['bob', 'two'],
    ['alice', 'three'],
  ] as const)
    await addConsumer(place.file, consumerLine(name, key))
  expect((await stat(place.file)).mode & 0o777).toBe(0o600)
  expect(await namesIn(place.file)).toEqual(['alice', 'bob', 'alice'])
})

it('a file that was edited by hand is kept as it is, and its last line apart', async () => {
  await using place = await temporary()
  const before = `# Ours\r\n\r\n${consumerLine('alice', 'one')} rate=2 # thrice a week`
  await writeFile(place.file, before, { mode: 0o600 })
  await addConsumer(place.file, consumerLine('bob', 'two'))
  expect(await readFile(place.file, 'utf8')).toBe(`${before}\n${consumerLine('bob', 'two')}\n`)
  expect(await readConsumers(place.file)).toMatchObject([{ name: 'alice', rate: 2 }, { name: 'bob' }])
})

it('an empty file names nobody', async () => {
  await using place = await temporary()
  await writeFile(place.file, '', { mode: 0o600 })
  expect(await readConsumers(place.file)).toEqual([])
})

it.for([
  ['a line that says something else', '\n# A comment\nalice: secret\n', /consumers:3: a name is letters/],
  [
    'a key given twice',
    `${consumerLine('alice', 'one')}\n${consumerLine('eve', 'one')}`,
    /:2: this key is that of "alice"/,
  ],
  [
    'more than it may name',
    Array.from({ length: 10_001 }, (_, at) => consumerLine('a', String(at))).join('\n'),
    /:10001: these are more than 10000 consumers/,
  ],
  ['more bytes than it may have', '#'.repeat(2 ** 22 + 1), /more than 4194304 bytes/],
] as const)('a file with %s is refused, also for a further consumer', async ([, text, message]) => {
  await using place = await temporary()
  await writeFile(place.file, text, { mode: 0o600 })
  const refused = { code: 'ERR_CONSUMERS', message: expect.stringMatching(message) }
  await expect(readConsumers(place.file)).rejects.toMatchObject(refused)
  await expect(addConsumer(place.file, consumerLine('bob', 'new'))).rejects.toMatchObject(refused)
  expect(await readFile(place.file, 'utf8')).toBe(text)
})

it('a file that others can read is refused, with what to do', async () => {
  await using place = await temporary()
  await addConsumer(place.file, consumerLine('alice', 'one'))
  await chmod(place.file, 0o640)
  await expect(readConsumers(place.file)).rejects.toThrow(`chmod 600 ${place.file}`)
  await expect(addConsumer(place.file, consumerLine('bob', 'two'))).rejects.toThrow(`chmod 600 ${place.file}`)
})

it('a file that is not there is said to be missing', async () => {
  await expect(readConsumers(join(tmpdir(), 'xk-no-such-file'))).rejects.toMatchObject({
    code: 'ERR_CONSUMERS',
    message: expect.stringContaining('ENOENT'),
  })
})
