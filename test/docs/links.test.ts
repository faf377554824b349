import { posix } from 'node:path'
import { expect, it } from 'vitest'
import { anchorsOf, exists, files, pages, proseOf, read } from './markdown.ts'

it.each(pages)('%s: every link within the project leads somewhere', (page) => {
  const broken = linksOf(read(page)).filter((link) => !leads(page, link))
  expect(broken).toEqual([])
})

it('finds broken links', () => {
  expect(leads('README.md', 'docs/nowhere.md')).toBe(false)
  expect(leads('README.md', 'docs/protocol.md#nothing')).toBe(false)
  expect(leads('docs/protocol.md', '../README.md')).toBe(true)
})

it('is itself reachable: every page of docs is linked from another', () => {
  const targets = new Set(
    pages.flatMap((page) => linksOf(read(page)).map((link) => target(page, link).path)).filter((path) => path !== ''),
  )
  const orphans = pages.filter(
    (page) => page.startsWith('docs/') && !targets.has(page) && !targets.has(posix.dirname(page)),
  )
  expect(orphans).toEqual([])
})

// What a page or a source may not hold: places on the machine where it was written, or where packages came from.
it('names no place of one machine, and no registry', () => {
  const home = /(?:^|[^\w.~-])\/(?:work|root|home|Users)\/[\w.-]/
  const registry = /https?:\/\/[^\s"'<>]*(?:registry|npmmirror|artifactory|verdaccio)[^\s"'<>]*/i
  const found = files
    .filter((path) => !/\.(?:png|ico|woff2|wasm|db)$/.test(path))
    .flatMap((path) =>
      read(path)
        .split('\n')
        .flatMap((line, index) =>
          home.test(line) || registry.test(line) ? [`${path}:${index + 1} ${line.slice(0, 120)}`] : [],
        ),
    )
  expect(found).toEqual([])
})

function linksOf(markdown: string): string[] {
  const links = proseOf(markdown).matchAll(/\]\(([^)\s]+)\)/g)
  return [...links].map(([, link = '']) => link).filter((link) => !/^[a-z]+:/.test(link))
}

interface Target {
  readonly path: string
  readonly anchor: string | undefined
}

function target(page: string, link: string): Target {
  const [path = '', anchor] = link.split('#')
  return {
    path: path === '' ? page : posix.normalize(posix.join(posix.dirname(page), path)).replace(/\/$/, ''),
    anchor,
  }
}

function leads(page: string, link: string): boolean {
  const { path, anchor } = target(page, link)
  if (!exists(path)) return false
  return anchor === undefined || !path.endsWith('.md') || anchorsOf(read(path)).has(anchor)
}
