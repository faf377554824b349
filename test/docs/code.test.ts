import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { checkWellFormed, fromText } from '@xeerkat/xml'
import { expect, it } from 'vitest'
import { blocksOf, files, pages, read, root } from './markdown.ts'

const run = promisify(execFile)

/** Blocks that show code: their second word names the file that the code is in. */
const code = pages.flatMap((page) => blocksOf(read(page)).map((block) => ({ page, ...block })))

it.each(
  code.filter(({ language, name }) => ['js', 'ts', 'proto'].includes(language) || (language === 'xml' && name !== '')),
)('$page: the $language block is in $name', ({ page, language, name, text }) => {
  // The exchange of ads is written by hand, its messages stand in comments: protocol.test.ts compares their fields.
  if (language === 'proto' && name === '') return expect(page).toBe('docs/protocol.md')
  expect(files).toContain(name)
  expect(dedented(read(name))).toContain(dedented(text).trimEnd())
})

it.each(code.filter(({ language, name }) => language === 'xml' && name === ''))(
  '$page: an example is well-formed: $text',
  ({ text }) => checkWellFormed(fromText(text)),
)

it('runs the example roles and their tests', { timeout: 60_000 }, async () => {
  const tests = files.filter((path) => /^examples\/roles\/.*\.test\.js$/.test(path))
  expect(tests.length).toBeGreaterThan(0)
  const { stdout } = await run(process.execPath, ['--test', '--test-reporter=tap', ...tests], { cwd: root })
  expect(stdout).toMatch(/^# pass [1-9]/m)
  expect(stdout).toMatch(/^# fail 0$/m)
})

it('runs the example of a whole mesh, which checks itself', { timeout: 60_000 }, async () => {
  const { stdout } = await run(process.execPath, ['examples/ping/ping.ts'], { cwd: root })
  expect(stdout).toMatch(/^<ping-stats count="1000" failures="0" elapsed="\d+"\/>\n$/)
})

/** A part of a function stands further to the left on a page than in its file. */
function dedented(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trimStart())
    .join('\n')
}
