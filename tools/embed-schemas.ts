// Writes the schemas that a package needs at run time into it as text: a portable package has no files to read, and a
// published one no schema folder beside it. With --check it only says what is stale, and fails.
import { readFile, writeFile } from 'node:fs/promises'

interface Embedding {
  /** The source of truth. */
  readonly schema: string
  /** What is generated from it. */
  readonly file: string
  readonly name: string
}

const embeddings: readonly Embedding[] = [
  { schema: 'schema/ping.xsd', file: 'packages/roles/src/ping/ping.xsd.ts', name: 'pingXsd' },
  { schema: 'schema/services.xsd', file: 'packages/gateway/src/services.xsd.ts', name: 'servicesXsd' },
]

const checkOnly = process.argv.includes('--check')
for (const embedding of embeddings) await embed(embedding)

async function embed({ schema, file, name }: Embedding): Promise<void> {
  const target = atRoot(file)
  const wanted = moduleOf(schema, name, await readFile(atRoot(schema), 'utf8'))
  const present = await readFile(target, 'utf8').catch(() => '')
  if (present === wanted) return
  if (checkOnly) {
    console.error(`${file} is not what ${schema} says. Run: node tools/embed-schemas.ts`)
    process.exitCode = 1
  } else {
    await writeFile(target, wanted)
    console.log(`${file} written`)
  }
}

function moduleOf(schema: string, name: string, text: string): string {
  const literal = text.replaceAll(/[\\`]|\$\{/g, String.raw`\$&`)
  return `// Generated from ${schema} by tools/embed-schemas.ts.\n\nexport const ${name} = \`${literal}\`\n`
}

function atRoot(path: string): URL {
  return new URL(`../${path}`, import.meta.url)
}
