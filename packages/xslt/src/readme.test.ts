import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const folder = new URL('..', import.meta.url)
const readme = readFileSync(new URL('README.md', folder), 'utf8')
const programs = [...readme.matchAll(/```js\n(.*?)```\s+It prints `(.*?)`/gs)].map(([, code = '', printed = '']) => ({
  code,
  printed,
}))

test('the readme has programs', () => {
  expect(programs.length).toBe(2)
})

// Run in the package's folder, where its own name means itself.
test.each(programs)('the program that prints $printed does', async ({ code, printed }) => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: folder,
  })
  expect(stdout.trim()).toBe(printed)
})
