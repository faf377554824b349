import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { runOnAndOffGrid } from 'agent-host/testing'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))
const folder = `${root}examples/pipelines/`
const examples = readdirSync(folder).filter((name) => name.endsWith('.xpl'))
const permits = { commands: { node: process.execPath } }

const textsOf = (documents: readonly Uint8Array[]): readonly string[] =>
  documents.map((bytes) => new TextDecoder().decode(bytes))

it('the ping worker’s pipeline gives the same bytes alone and hired, whatever it is sent', async () => {
  const inputs = ['<ping count="0"/>', `<?xml version='1.0'?>\n<a  b='ü'><!-- c --><![CDATA[d]]></a >\n`]
  const { on, off } = await runOnAndOffGrid(`${root}packages/roles/src/ping/echo.xml`, inputs)
  expect(on).toEqual(off)
  expect(textsOf(on)).toEqual(inputs)
})

it('there are examples', () => {
  expect(examples).toHaveLength(5)
})

it.for(examples)('%s gives the same bytes alone and hired, and they are right', async (name) => {
  const read = (kind: 'in' | 'out'): string => readFileSync(`${folder}${name.replace(/xpl$/, kind)}.xml`, 'utf8')
  const { on, off } = await runOnAndOffGrid(`${folder}${name}`, [read('in'), '<nothing/>'], { permits })
  expect(on).toEqual(off)
  expect(textsOf(on)[0]).toBe(read('out').trimEnd())
})

it('without leave a program is run neither here nor there', async () => {
  const { on, off } = await runOnAndOffGrid(`${folder}factor.xpl`, ['<factor n="12"/>'])
  expect(on).toEqual(off)
  expect(textsOf(on)[0]).toMatch(/<mg:error.*--allow-command node=PATH<\/mg:error>/)
})
