import { defaultPipelineLimits, loadPipeline } from '@xeerkat/pipeline'
import { fromText } from '@xeerkat/xml'
import { expect, it } from 'vitest'
import { commandsOf } from '../../packages/agent-host/src/pipelines/commands.ts'
import { JMS_STEPS, PIPELINE, STEPS } from '../../packages/pipeline/src/names.ts'
import { builtIn } from '../../packages/pipeline/src/steps/built-in.ts'
import { blocksOf, files, read, section, tableOf, tablesOf } from './markdown.ts'

const overview = 'docs/pipelines.md'
const stepPages = files.filter((path) => /^docs\/pipelines\/[^/]+\.md$/.test(path))

const prefixes: Readonly<Record<string, string>> = { [PIPELINE]: 'p', [JMS_STEPS]: 'jmss', [STEPS]: 'x' }
const steps = [{ namespace: PIPELINE, localName: 'pipe' }, ...builtIn].map(({ namespace, localName }) => ({
  localName,
  name: `${prefixes[namespace] ?? '?'}:${localName}`,
  page: `docs/pipelines/${localName}.md`,
}))

it('has a page for every step, and a step for every page', () => {
  expect(new Set(stepPages)).toEqual(new Set(steps.map(({ page }) => page)))
  expect(stepPages).toHaveLength(steps.length)
})

it.each(steps)('$page is about $name, which the overview names', ({ name, page, localName }) => {
  expect(read(page)).toMatch(`# \`${name}\`\n`)
  expect(read(overview)).toContain(`[\`${name}\`](pipelines/${localName}.md)`)
})

it.each(steps)('$page: the attributes are those that $name takes', async ({ name, page }) => {
  const part = section(read(page), 'Attributes')
  const documented = tablesOf(part).find(({ header }) => header[0] === 'attribute')?.rows ?? []
  if (documented.length === 0) expect(part).toContain('\nNone.\n')
  const declared = Object.entries(prefixes).map(([namespace, prefix]) => `xmlns:${prefix}="${namespace}"`)
  const element = (of: string, inside: string) => `<${of} ${of === 'p:pipe' ? declared.join(' ') : ''}${inside}`
  const bogus = element(name, ' bogus=""/>')
  const text = name === 'p:pipe' ? bogus : `${element('p:pipe', `>${bogus}`)}</p:pipe>`
  expect(await attributesOf(text)).toEqual(documented.map(([attribute]) => attribute))
})

/** What a step takes, which it says when it is given something else. */
async function attributesOf(text: string): Promise<readonly string[]> {
  try {
    await loadPipeline(text)
  } catch (error) {
    const [, names] = /no attribute "bogus"; it takes ([^\n]*)/.exec(String(error)) ?? []
    if (names !== undefined) return names === 'none' ? [] : names.split(', ')
  }
  throw new Error('a step took an attribute that there is not')
}

it('documents the limits of a run as they are', () => {
  const { rows } = tableOf(read(overview), 'Limits', 'limit')
  const documented = rows.map(([limit = '', value = '']) => [limit, Number(value.replaceAll(',', ''))])
  expect(Object.fromEntries(documented)).toEqual(defaultPipelineLimits)
})

/** One document through one pipeline, as a page shows it. */
interface Example {
  readonly page: string
  readonly number: number
  readonly pipeline: string
  readonly resources: ReadonlyMap<string, string>
  readonly parameters: Readonly<Record<string, string>>
  readonly response: string | undefined
  readonly input: string
  readonly output: string
}

const examples = [overview, ...stepPages].flatMap((page) => examplesOf(page))

it('finds an example on every page', () => {
  expect(new Set(examples.map(({ page }) => page))).toEqual(new Set([overview, ...stepPages]))
})

it.each(examples)('$page: example $number makes of its input what it says', async (example) => {
  using pipeline = await loadPipeline(example.pipeline, {
    capabilities: {
      read: (href) => example.resources.get(href),
      send: () => Promise.resolve('r-1'),
      ...(example.page.endsWith('/exec.md') && { command: commandsOf({ sort: 'sort' }) }),
      ...(example.response !== undefined && {
        request: () => Promise.resolve({ status: 200, headers: {}, body: new TextEncoder().encode(example.response) }),
      }),
    },
  })
  const { text } = await pipeline.run(fromText(example.input), { parameters: example.parameters })
  expect(text.trim()).toBe(example.output)
})

it.each([overview, ...stepPages])('%s: every pipeline can be loaded', async (page) => {
  const resources = new Map(blocks(page).map(({ label, text }) => [label, text]))
  for (const { text } of blocks(page).filter(({ label }) => label === 'pipeline')) {
    using pipeline = await loadPipeline(text, { capabilities: { read: (href) => resources.get(href) } })
    expect(pipeline.stage.name).toBe('p:pipe')
  }
})

/** XML blocks begin with a comment that says what they are: `pipeline`, `in`, `out`, `response`, or a file's name. */
function blocks(page: string): readonly { readonly label: string; readonly text: string }[] {
  return blocksOf(read(page)).flatMap(({ language, text }) => {
    if (language !== 'xml') return []
    const [whole = '', label] = /^<!-- ([^\n]*) -->\n/.exec(text) ?? []
    if (label === undefined) throw new Error(`${page} has a block of XML that does not say what it is:\n${text}`)
    return [{ label, text: text.slice(whole.length).trim() }]
  })
}

function examplesOf(page: string): readonly Example[] {
  const found: Example[] = []
  const resources = new Map<string, string>()
  let pipeline = ''
  let response: string | undefined
  let input = ''
  let parameters: Readonly<Record<string, string>> = {}
  for (const { label, text } of blocks(page)) {
    if (label === 'pipeline') pipeline = text
    else if (label === 'response') response = text
    else if (label === 'in' || label.startsWith('in, with ')) {
      input = text
      parameters = Object.fromEntries(
        [...label.matchAll(/param (\w+)=(\S+)/g)].map(([, name = '', value = '']) => [name, value]),
      )
    } else if (label === 'out') {
      found.push({ page, number: found.length + 1, pipeline, resources, parameters, response, input, output: text })
    } else if (/^[\w-]+\.\w+$/.test(label)) resources.set(label, text)
    else if (label !== 'for example') throw new Error(`${page}: what is "${label}"?`)
  }
  return found
}
