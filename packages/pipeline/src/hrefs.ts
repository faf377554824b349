// oxlint-disable-next-line no-control-regex -- that is what must not be in it
const NOT_PLAIN = /[\u0000-\u001F\u007F\\:%?#]/

/** Characters of a reference. */
const LONGEST = 1024

/**
 * The path within a pipeline's folder that a reference means, relative to the path of what refers to it. `undefined` for
 * what would leave the folder, and for what is not a relative path of plain names: no scheme, no escapes, no query.
 */
export function resolveHref(href: string, base = ''): string | undefined {
  if (href === '' || href.length > LONGEST || href.startsWith('/') || NOT_PLAIN.test(href)) return undefined
  const path = base.split('/').slice(0, -1)
  for (const part of href.split('/')) {
    if (part === '..') {
      if (path.pop() === undefined) return undefined
    } else if (part !== '.' && part !== '') path.push(part)
  }
  return path.length === 0 || /\/\.{0,2}$/.test(`/${href}`) ? undefined : path.join('/')
}
