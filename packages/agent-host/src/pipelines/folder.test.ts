import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { folderOf } from './folder.ts'

let root = ''
let file = ''

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'xk-folder-'))
  const folder = join(root, 'pipelines')
  file = join(folder, 'my.xml')
  await mkdir(join(folder, 'below'), { recursive: true })
  await mkdir(join(root, 'pipelines-of-others'))
  await writeFile(join(root, 'secret.xml'), 'secret')
  await writeFile(join(root, 'pipelines-of-others', 'secret.xml'), 'secret')
  await writeFile(join(folder, 'a b.xsl'), 'ü')
  await writeFile(join(folder, 'below', 'deep.xml'), '<deep/>')
  await writeFile(join(folder, '%2e%2e'), 'secret')
  await writeFile(join(folder, 'latin.xml'), Uint8Array.of(0xfc))
  await writeFile(join(folder, 'large.xml'), 'x'.repeat(101))
  await symlink('../secret.xml', join(folder, 'out.xml'))
  await symlink('..', join(folder, 'up'))
  await symlink('below/deep.xml', join(folder, 'in.xml'))
})

afterAll(() => rm(root, { recursive: true }))

it.for([
  ['a b.xsl', 'ü'],
  ['./a b.xsl', 'ü'],
  ['below/deep.xml', '<deep/>'],
  ['in.xml', '<deep/>'],
])('%s is read', ([href = '', text]) => {
  expect(folderOf(file)(href)).toBe(text)
})

it.for([
  ['a file that is not there', 'nothing.xml'],
  ['a way up', '../secret.xml'],
  ['a way up in the middle', 'below/../../secret.xml'],
  ['a folder whose name only begins alike', '../pipelines-of-others/secret.xml'],
  ['an absolute path', '/etc/passwd'],
  ['a URL', 'file:///etc/passwd'],
  ['a site', 'http://example.org/a.xsl'],
  ['a protocol-relative site', '//example.org/a.xsl'],
  ['escapes', '%2e%2e/secret.xml'],
  ['even as a name', '%2e%2e'],
  ['a backslash', '..\\secret.xml'],
  ['a drive', 'C:secret.xml'],
  ['a NUL', 'below/deep.xml\0.xsl'],
  ['a query', 'in.xml?'],
  ['nothing', ''],
  ['the folder itself', '.'],
  ['another folder', 'below'],
  ['a link out', 'out.xml'],
  ['a link up', 'up/secret.xml'],
  ['what is not UTF-8', 'latin.xml'],
  ['a name that is too long', 'a'.repeat(5000)],
  ['what every object has', 'constructor'],
])('%s is not read: %s', ([, href = '']) => {
  expect(folderOf(file)(href)).toBeUndefined()
})

it('a file is read up to a bound', () => {
  expect(folderOf(file, { maxBytes: 101 })('large.xml')).toHaveLength(101)
  expect(folderOf(file, { maxBytes: 100 })('large.xml')).toBeUndefined()
})

it.runIf(process.platform !== 'win32')('a named pipe is not waited for', () => {
  execFileSync('/usr/bin/env', ['mkfifo', join(root, 'pipelines', 'fifo.xml')])
  expect(folderOf(file)('fifo.xml')).toBeUndefined()
})

it('the project’s own schemas are known by name, and a file of that name in the folder comes first', async () => {
  expect(folderOf(file)('ping.xsd')).toContain("name='ping-request'")
  expect(folderOf(file)('./services.xsd')).toContain('Services/2005')
  expect(folderOf(file)('below/ping.xsd')).toBeUndefined()
  await writeFile(join(root, 'pipelines', 'ping.xsd'), '<mine/>')
  expect(folderOf(file)('ping.xsd')).toBe('<mine/>')
})
