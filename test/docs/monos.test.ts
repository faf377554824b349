import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { cards, operations } from '@xeerkat/roles/monos'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { dispatch } from '../../packages/agent-host/src/cli/dispatch.ts'
import { monosCommand } from '../../packages/agent-host/src/commands/monos.ts'
import { blocksOf, read, tableOf } from './markdown.ts'

const page = read('docs/monos.md')
const blocks = blocksOf(page)
const [request, result] = blocks.filter(({ language }) => language === 'xml').map((block) => block.text)
const files = [...blocks.filter(({ name }) => name !== ''), { name: 'request.xml', text: request ?? '' }]

/** A command, and what it prints. */
const examples = blocks.flatMap(({ language, text: line }, index) => {
  const next = blocks[index + 1]
  return language === 'sh' && next?.language === 'output' ? [{ line: line.trim(), output: next.text }] : []
})

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xk-monos-'))
  for (const file of files) await writeFile(join(folder, file.name), file.text)
})
afterAll(() => rm(folder, { recursive: true }))

/** Runs `agent-host monos …` with the files of the page, by itself. */
async function run(line: string): Promise<string> {
  const words: readonly string[] = line.match(/"[^"]*"|\S+/g) ?? []
  const argv = words
    .slice(words.indexOf('monos'))
    .map((word) => word.replaceAll('"', ''))
    .map((word) => (files.some(({ name }) => name === word) ? join(folder, word) : word))
  const stdout = new PassThrough()
  const printed = text(stdout)
  const log: string[] = []
  const io = {
    out: (printedLine: string) => void stdout.write(`${printedLine}\n`),
    log: (logged: string) => void log.push(logged),
    stdin: Readable.from([]),
    stdout,
    env: {},
    signal: new AbortController().signal,
    onReload: () => ({ [Symbol.dispose]: () => {} }),
  }
  const options = { version: '1', config: () => Promise.resolve({}) }
  const code = await dispatch([monosCommand], [...argv, '--alone'], io, options)
  stdout.end()
  expect([code, log.filter((logged) => logged.startsWith('agent-host:'))]).toEqual([0, []])
  return printed
}

it('has examples', () => expect(examples.length).toBeGreaterThan(7))

it.each(examples)('docs/monos.md: "$line" prints what the page says', { timeout: 60_000 }, async ({ line, output }) => {
  expect(await run(line)).toBe(output)
})

it('answers the request document as the page says', { timeout: 60_000 }, async () => {
  const withoutTime = (answer: string): string => answer.replace(/ seconds="[^"]*"/, '').trim()
  expect(withoutTime(await run('monos request.xml'))).toBe(withoutTime(result ?? ''))
})

it('names every operation, what it takes and whether it is shared', () => {
  const { rows } = tableOf(page, 'Operations', 'operation')
  const known = Object.entries(cards).map(([name, { shared }]) => {
    return [name, operations[name as keyof typeof operations], shared === 'slices' ? 'yes' : 'no']
  })
  expect(rows).toEqual(known)
})
