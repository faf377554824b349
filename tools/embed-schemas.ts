// Writes the files that a package needs at run time into it as text: a portable package has no files to read, and a
// published one no schema folder beside it. With --check it only says what is stale, and fails.
import { readFile, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'

interface Embedding {
  /** The source of truth: of one file its text is embedded, of several a record of them by file name. */
  readonly source: string | readonly string[]
  /** What is generated from it. */
  readonly file: string
  readonly name: string
}

const schemas = ['agent-2026', 'agent-ad', 'agent', 'ping', 'services'].map((name) => `schema/${name}.xsd`)

const embeddings: readonly Embedding[] = [
  { source: 'schema/ping.xsd', file: 'packages/roles/src/ping/ping.xsd.ts', name: 'pingXsd' },
  { source: 'packages/roles/src/ping/echo.xml', file: 'packages/roles/src/ping/echo.xml.ts', name: 'echoXml' },
  { source: 'schema/monos.xsd', file: 'packages/roles/src/monos/monos.xsd.ts', name: 'monosXsd' },
  { source: 'schema/services.xsd', file: 'packages/gateway/src/services.xsd.ts', name: 'servicesXsd' },
  { source: schemas, file: 'packages/agent-host/src/pipelines/schemas.xsd.ts', name: 'schemas' },
]

const checkOnly = process.argv.includes('--check')
for (const embedding of embeddings) await embed(embedding)

async function embed({ source, file, name }: Embedding): Promise<void> {
  const target = atRoot(file)
  const wanted = typeof source === 'string' ? await textModule(source, name) : await recordModule(source, name)
  const present = await readFile(target, 'utf8').catch(() => '')
  if (present === wanted) return
  if (checkOnly) {
    console.error(`${file} is not what ${String(source)} says. Run: node tools/embed-schemas.ts`)
    process.exitCode = 1
  } else {
    await writeFile(target, wanted)
    console.log(`${file} written`)
  }
}

async function textModule(source: string, name: string): Promise<string> {
  return `${generatedFrom(source)}export const ${name} = ${await literalOf(source)}\n`
}

async function recordModule(sources: readonly string[], name: string): Promise<string> {
  const entries = await Promise.all(
    sources.map(async (source) => `  '${basename(source)}': ${await literalOf(source)},\n`),
  )
  return `${generatedFrom('schema/*.xsd')}export const ${name}: Readonly<Record<string, string>> = {\n${entries.join('')}}\n`
}

function generatedFrom(source: string): string {
  return `// Generated from ${source} by tools/embed-schemas.ts.\n\n`
}

async function literalOf(source: string): Promise<string> {
  const text = await readFile(atRoot(source), 'utf8')
  return `\`${text.replaceAll(/[\\`]|\$\{/g, String.raw`\$&`)}\``
}

function atRoot(path: string): URL {
  return new URL(`../${path}`, import.meta.url)
}
