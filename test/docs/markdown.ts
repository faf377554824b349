import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** What nobody wrote, or nobody keeps. */
const skipped = new Set(['node_modules', 'dist', '.git', 'coverage', '.agent-host'])

/** Every file of the project, as paths from its root with forward slashes. */
export const files: readonly string[] = list(root)

function list(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (skipped.has(entry.name)) return []
    const path = join(folder, entry.name)
    return entry.isDirectory() ? list(path) : [relative(root, path).split(sep).join('/')]
  })
}

/** The pages people read: at the root, in docs, in examples and in packages. */
export const pages: readonly string[] = files.filter((path) => path.endsWith('.md'))

export function read(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

export function exists(path: string): boolean {
  return statSync(join(root, path), { throwIfNoEntry: false }) !== undefined
}

/** A fenced block: the words after the fence, and what is inside. */
export interface Block {
  readonly language: string
  /** The word after the language: a file, or a name to find it by. */
  readonly name: string
  readonly text: string
}

export function blocksOf(markdown: string): readonly Block[] {
  return [...markdown.matchAll(/^```([^\s`]*)(?: ([^\n]*))?\n(.*?)^```$/gms)].map(
    ([, language = '', name = '', text = '']) => ({
      language,
      name: name.trim(),
      text,
    }),
  )
}

/** The text without its code: what links and headings are looked for in. */
export function proseOf(markdown: string): string {
  return markdown.replace(/^```.*?^```$/gms, '').replace(/`[^`\n]*`/g, '')
}

/** Everything below a heading, up to the next of the same level or above. */
export function section(markdown: string, title: string): string {
  const lines = markdown.split('\n')
  const start = lines.findIndex((line) => /^#+ /.test(line) && line.replace(/^#+ /, '') === title)
  if (start === -1) throw new Error(`there is no heading "${title}"`)
  const level = lines[start]?.indexOf(' ') ?? 0
  const length = lines.slice(start + 1).findIndex((line) => /^#+ /.test(line) && line.indexOf(' ') <= level)
  return lines.slice(start, length === -1 ? undefined : start + 1 + length).join('\n')
}

/** The tables of a text: of each the header's cells and the rows' cells, without code quotes. */
export interface Table {
  readonly header: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

export function tablesOf(markdown: string): readonly Table[] {
  return [...markdown.matchAll(/(?:^\|.*\|$\n?)+/gm)].map(([text]) => {
    const [header = [], , ...rows] = text.trim().split('\n').map(cellsOf)
    return { header, rows }
  })
}

function cellsOf(line: string): string[] {
  return line
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replace(/^`([^`]*)`$/, '$1'))
}

/** The table under a heading whose first column has this header. */
export function tableOf(markdown: string, title: string, first: string): Table {
  const table = tablesOf(section(markdown, title)).find(({ header }) => header[0] === first)
  if (table === undefined) throw new Error(`"${title}" has no table whose first column is "${first}"`)
  return table
}

/** The bytes of a hex dump: each line is pairs of digits, and after three spaces a comment. */
export function bytesOf(dump: string): Uint8Array {
  const digits = dump.split('\n').map((line) => line.split('   ', 1)[0] ?? '')
  return Uint8Array.from(digits.join(' ').split(/\s+/).filter(Boolean), (pair) => Number.parseInt(pair, 16))
}

/** The anchor that a heading gets, as GitHub makes it. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-')
}

export function anchorsOf(markdown: string): ReadonlySet<string> {
  const headings = markdown.replace(/^```.*?^```$/gms, '').matchAll(/^#+ (.*)$/gm)
  const explicit = markdown.matchAll(/<a id="([^"]+)">/g)
  return new Set([...[...headings].map(([, text = '']) => anchorOf(text)), ...[...explicit].map(([, id = '']) => id)])
}
