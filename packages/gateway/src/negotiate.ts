/** Reads the request headers that choose how to answer. Nonsense in them counts as absent. */

/** The offered media type that an `Accept` header likes best; the first one when it likes none or all (RFC 9110, 12.5.1). */
export function preferred<Type extends string>(
  accept: string | undefined,
  offered: readonly [Type, ...(readonly Type[])],
): Type {
  const ranges = (accept ?? '').slice(0, 1000).split(',').map(range)
  let best: Type = offered[0]
  let bestQuality = 0
  for (const type of offered) {
    const quality = qualityOf(type, ranges)
    if (quality > bestQuality) [best, bestQuality] = [type, quality]
  }
  return best
}

interface MediaRange {
  readonly type: string
  readonly quality: number
}

function range(text: string): MediaRange {
  const [type = '', ...parameters] = text.split(';').map((piece) => piece.trim().toLowerCase())
  const q = parameters.find((parameter) => parameter.startsWith('q='))
  const quality = q === undefined ? 1 : Number(q.slice(2))
  return { type, quality: quality >= 0 && quality <= 1 ? quality : 0 }
}

/** The most specific range that fits decides. */
function qualityOf(type: string, ranges: readonly MediaRange[]): number {
  const [kind = ''] = type.split('/')
  for (const pattern of [type, `${kind}/*`, '*/*']) {
    const fits = ranges.find((range) => range.type === pattern)
    if (fits !== undefined) return fits.quality
  }
  return 0
}

/** `wait=N` of a `Prefer` header, whole seconds (RFC 7240, 4.3). */
export function preferredWait(prefer: string | readonly string[] | undefined): number | undefined {
  const preferences = (typeof prefer === 'string' ? prefer : (prefer ?? []).join(',')).slice(0, 1000).split(/[,;]/)
  for (const preference of preferences) {
    const seconds = /^\s*wait\s*=\s*"?(\d{1,9})"?\s*$/i.exec(preference)?.[1]
    if (seconds !== undefined) return Number(seconds)
  }
  return undefined
}

/** Both ends are part of the range. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

/**
 * The one range of a `Range` header. `undefined`: answer the whole, as with several ranges or nonsense (RFC 9110, 14.2).
 */
export function byteRange(header: string | undefined, size: number): ByteRange | 'unsatisfiable' | undefined {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '') ?? []
  if (first === '' && last === '') return undefined
  if (first === '') {
    const length = Math.min(Number(last), size)
    return length === 0 ? 'unsatisfiable' : { start: size - length, end: size - 1 }
  }
  const start = Number(first)
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (last !== '' && Number(last) < start) return undefined
  return start >= size ? 'unsatisfiable' : { start, end }
}

/** Does an `If-None-Match` or `If-Range` header name this entity tag? */
export function names(header: string | undefined, etag: string): boolean {
  return (header ?? '')
    .split(',')
    .some((tag) => tag.trim() === etag || tag.trim() === '*' || tag.trim() === `W/${etag}`)
}

/**
 * What a `Content-Type` says of a submission. `look`: nothing useful, as of `curl -d`, which says "form" whatever it
 * sends: the body itself decides.
 */
export function bodyKind(contentType: string | undefined): 'xml' | 'look' | 'other' {
  if (contentType === undefined) return 'look'
  const [type = '', ...parameters] = contentType.split(';').map((piece) => piece.trim().toLowerCase())
  const charset = parameters
    .find((parameter) => parameter.startsWith('charset='))
    ?.slice(8)
    .replaceAll('"', '')
  if (charset !== undefined && !['utf-8', 'utf8', 'us-ascii'].includes(charset)) return 'other'
  if (type === 'application/xml' || type === 'text/xml' || type.endsWith('+xml')) return 'xml'
  return VAGUE.has(type) ? 'look' : 'other'
}

/** What tools say when they were not told: curl, a browser's `fetch`, whoever reads files. */
const VAGUE = new Set(['', 'application/x-www-form-urlencoded', 'text/plain', 'application/octet-stream'])
