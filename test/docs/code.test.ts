import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { checkWellFormed, fromText } from '@xeerkat/xml'
import { expect, it } from 'vitest'
import { blocksOf, files, pages, read, root } from './markdown.ts'

const run = promisify(execFile)

const code = pages.flatMap((page) => blocksOf(read(page)).map((block) => ({ page, ...block })))

/** A package's own readme may sketch; on every other page the second word names the file that the code is in. */
const isSketch = ({ page, name }: { readonly page: string; readonly name: string }) =>
  name === '' && /^packages\/[^/]+\/README\.md$/.test(page)
const isCode = ({ language }: { readonly language: string }) => ['js', 'ts'].includes(language)

it.each(code.filter((block) => (isCode(block) && !isSketch(block)) || (block.language === 'xml' && block.name !== '')))(
  '$page: the $language block is in $name',
  ({ name, text }) => {
    expect(files).toContain(name)
    expect(dedented(read(name))).toContain(dedented(text).trimEnd())
  },
)

it.each(code.filter((block) => isCode(block) && isSketch(block)))(
  '$page: a sketch imports only what there is',
  ({ text }) => {
    const imports = [...text.matchAll(/import \{([^}]*)\} from '(agent-host|@xeerkat\/[a-z-]+)(\/[a-z/-]+)?'/g)]
    for (const [, names = '', specifier = '', path = ''] of imports) {
      const module = read(moduleOf(specifier, path))
      for (const name of names.split(',').map((word) => word.replace('type ', '').trim()))
        if (name !== '') expect(module).toMatch(new RegExp(`\\b${name}\\b`))
    }
  },
)

/** The frame of the pipes is a file; the messages of the exchange of ads are comments, whose fields protocol.test.ts compares. */
it.each(code.filter(({ language, name }) => language === 'proto' && name !== ''))(
  '$page: the messages are those of $name',
  ({ name, text }) => expect(read(name).trimEnd()).toBe(text.trimEnd()),
)

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

/** The source of what a package exports under a path. */
function moduleOf(specifier: string, path: string): string {
  const folder = `packages/${specifier.replace('@xeerkat/', '')}`
  const { exports } = JSON.parse(read(`${folder}/package.json`)) as { exports: Record<string, string> }
  return `${folder}/${exports[`.${path}`]?.replace('./', '') ?? ''}`
}

/** A part of a function stands further to the left on a page than in its file. */
function dedented(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trimStart())
    .join('\n')
}
