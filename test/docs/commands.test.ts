import { expect, it } from 'vitest'
import { commands } from '../../packages/agent-host/src/commands/index.ts'
import { blocksOf, pages, proseOf, read } from './markdown.ts'

/** What people are told to type: lines of shell blocks, and code in the text. */
const lines = pages.flatMap((page) => {
  const text = read(page)
  const blocks = blocksOf(text).filter(({ language }) => language === 'sh')
  const inline = [...text.replace(/^```.*?^```$/gms, '').matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code)
  return [...blocks.flatMap(({ text }) => text.split('\n')), ...inline].map((line) => ({ page, line }))
})

/** Not those with a placeholder for the command. */
const typed = lines.filter(({ line }) => /^(?:npx )?agent-host (?:--)?[a-z]/.test(line))

it('finds commands in the pages', () => {
  expect(typed.length).toBeGreaterThan(5)
  expect(proseOf('a `b` [c](d)\n')).toBe('a  [c](d)\n')
})

it.each(typed)('$page: "$line" names a command and flags that there are', ({ line }) => {
  const [, ...words] = line.replace(/^npx /, '').replace(/ #.*$/, '').split(/\s+/)
  const [first = ''] = words
  const command = first.startsWith('-') ? commands[0] : commands.find(({ name }) => name === first)
  if (command === undefined) throw new Error(`there is no command "${first}"`)
  const flags = words.filter((word) => word.startsWith('--')).map((word) => word.slice(2).split('=')[0])
  for (const flag of flags)
    if (flag !== 'help' && flag !== 'version') expect(Object.keys(command.flags)).toContain(flag)
})

it.each(lines.filter(({ line }) => /^npm (?:start|test|run)\b/.test(line)))(
  '$page: "$line" is a script of the workspace',
  ({ line }) => {
    const [, script = ''] = line.replace('npm run ', 'npm ').split(/\s+/)
    expect(Object.keys((JSON.parse(read('package.json')) as { scripts: object }).scripts)).toContain(script)
  },
)
