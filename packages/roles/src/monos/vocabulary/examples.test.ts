import { readdirSync, readFileSync } from 'node:fs'
import { compileSchema, fromText } from '@xeerkat/xml'
import { expect, it } from 'vitest'
import { monosXsd } from '../monos.xsd.ts'
import { operations } from './names.ts'
import { readRequest } from './read-request.ts'
import { readSliceResult, readSliceTask } from './slice-documents.ts'
import { readResult } from './read-result.ts'
import { requestDocument } from './write-request.ts'

const root = new URL('../../../../../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')

const files = readdirSync(new URL('examples/monos', root)).filter((file) => file.endsWith('.xml'))
const page = read('docs/monos/vocabulary.md')

it('there is an example of every request, on the page too', () => {
  expect(new Set(files)).toEqual(new Set(Object.keys(operations).map((operation) => `${operation}.xml`)))
  for (const file of files)
    expect(page).toContain(`\`\`\`xml examples/monos/${file}\n${read(`examples/monos/${file}`)}\`\`\``)
})

it.each(files)('%s is valid, is read, and is written so that it is valid', async (file) => {
  using schema = await compileSchema(monosXsd)
  const document = fromText(read(`examples/monos/${file}`))
  expect(schema.validate(document)).toEqual([])
  const request = readRequest(document)
  expect(request.operation).toBe(file.replace('.xml', ''))
  const written = requestDocument(request)
  expect(schema.validate(written)).toEqual([])
  expect(readRequest(written)).toEqual(request)
})

it('the other documents on the page are valid, and are read', async () => {
  using schema = await compileSchema(monosXsd)
  const documents = [...page.matchAll(/```xml\n(.*?)```/gs)].map(([, text = '']) => fromText(text))
  for (const document of documents) expect(schema.validate(document)).toEqual([])
  const [result, task, answer] = documents
  if (!result || !task || !answer) throw new Error('the page shows a result, a slice and its result')
  expect(readResult(result).parts).toMatchObject([{ kind: 'components', names: ['x', 'y'] }])
  expect(readSliceTask(task)).toMatchObject({ id: 7, patience: 2000, slice: { shift: [0n, 1n], open: [true, false] } })
  expect(readSliceResult(answer)).toMatchObject({ id: 7, done: true, rest: [] })
})

it('the page names every element and every attribute of the schema', () => {
  const names = [...monosXsd.matchAll(/<xs:(?:element|attribute) name="([^"]+)"/g)].map(([, name = '']) => name)
  const missing = names.filter((name) => !page.includes(`\`${name}\``) && !page.includes(`### ${name}\n`))
  expect([...new Set(missing)]).toEqual([])
})
