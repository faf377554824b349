import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Suite } from './suite.ts'

/** `tests/conf` and `tests/conf-gold` of Apache Xalan's conformance tests: a stylesheet, its source, and the result. */
export const xalan: Suite = (folder) =>
  namesIn(folder, 'conf').flatMap(({ id, category, path }) => {
    const file = join(folder, 'conf-gold', `${id}.out`)
    return existsSync(file) ? [{ id, category, ...filesOf(path), expected: { type: 'result' as const, file } }] : []
  })

/** `tests/conferr`: stylesheets that say in a comment which error they are to end in. */
export const xalanErrors: Suite = (folder) =>
  namesIn(folder, 'conferr').flatMap(({ id, category, path }) =>
    readFileSync(`${path}.xsl`, 'latin1').includes('ExpectedException:')
      ? [{ id, category, ...filesOf(path), expected: { type: 'error' as const } }]
      : [],
  )

function namesIn(folder: string, part: string) {
  return readdirSync(join(folder, part), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted()
    .flatMap((category) =>
      readdirSync(join(folder, part, category), { withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name.endsWith('.xsl'))
        .map((entry) => entry.name.slice(0, -'.xsl'.length))
        .toSorted()
        .map((name) => ({ id: `${category}/${name}`, category, path: join(folder, part, category, name) }))
        .filter(({ path }) => existsSync(`${path}.xml`)),
    )
}

function filesOf(path: string) {
  return { stylesheet: `${path}.xsl`, source: `${path}.xml`, parameters: parametersOf(`${path}.param`) }
}

/** Lines of `name=value`. */
function parametersOf(file: string): Record<string, string> {
  if (!existsSync(file)) return {}
  const lines = readFileSync(file, 'utf8').matchAll(/^([^#=\s]+)=(.*)$/gm)
  return Object.fromEntries([...lines].map(([, name = '', value = '']) => [name, value.trim()]))
}
