import { type HttpRequest, PipelineError } from '@xeerkat/pipeline'

export interface HttpOptions {
  /** Milliseconds for one exchange, redirections included. Default 60,000. */
  readonly time?: number
}

/** Redirections of one request. */
const MAX_HOPS = 5
const REDIRECTED = new Set([301, 302, 303, 307, 308])

/** Asks sites, and only those whose origin (`https://example.org`) is allowed here; a redirection to another is not followed. */
export function httpOf(allowed: readonly string[], { time = 60_000 }: HttpOptions = {}): HttpRequest {
  const origins = new Set(allowed.map((origin) => new URL(origin).origin))
  return async ({ href, maxBytes, signal, ...first }) => {
    const late = AbortSignal.timeout(time)
    const ended = AbortSignal.any([signal, late])
    let request: Request = { ...first, url: allowedUrl(href, origins) }
    try {
      for (let hop = 0; hop <= MAX_HOPS; hop++) {
        const response = await send(request, ended)
        const location = REDIRECTED.has(response.status) ? response.headers.get('location') : null
        if (location === null) {
          const { status, headers } = response
          return { status, headers: Object.fromEntries(headers), body: await read(response, maxBytes) }
        }
        await response.body?.cancel()
        request = redirected(request, response.status, allowedUrl(location, origins, request.url.href))
      }
    } catch (cause) {
      if (late.aborted && !signal.aborted) throw limit(`${href} took longer than ${time} ms`)
      if (signal.aborted || cause instanceof PipelineError) throw cause
      throw new PipelineError('ERR_PIPELINE_STEP', `${href} does not answer`, { cause })
    }
    throw limit(`${href} redirects more than ${MAX_HOPS} times`)
  }
}

interface Request {
  readonly url: URL
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array | undefined
}

function send({ url, body, ...init }: Request, signal: AbortSignal): Promise<Response> {
  return fetch(url, { ...init, body: body === undefined ? null : new Uint8Array(body), redirect: 'manual', signal })
}

function allowedUrl(href: string, origins: ReadonlySet<string>, base?: string): URL {
  const url = URL.parse(href, base)
  if (url === null) throw new PipelineError('ERR_PIPELINE_STEP', `"${href}" is no absolute URL`)
  if (origins.has(url.origin) && url.username === '' && url.password === '') return url
  const why = origins.has(url.origin) ? 'a URL may hold no password' : `allow it with --allow-http ${url.origin}`
  throw new PipelineError('ERR_PIPELINE_FORBIDDEN', `${url.origin} may not be asked here; ${why}`)
}

/** As browsers do it (https://fetch.spec.whatwg.org/#http-redirect-fetch); what proves who asks stays with its site. */
function redirected({ url: from, method, headers, body }: Request, status: number, url: URL): Request {
  const asks = status === 303 || (status <= 302 && method === 'POST')
  const kept = Object.entries(headers).filter(
    ([name]) =>
      !(asks && /^content-/i.test(name)) && !(url.origin !== from.origin && /^(authorization|cookie)$/i.test(name)),
  )
  const rest = { url, headers: Object.fromEntries(kept) }
  return asks ? { ...rest, method: method === 'HEAD' ? 'HEAD' : 'GET', body: undefined } : { ...rest, method, body }
}

async function read({ body, url }: Response, maxBytes: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of body ?? []) {
    size += piece.length
    // Leaving the loop closes the connection.
    if (size > maxBytes) throw limit(`${url} sent more than ${maxBytes} bytes`)
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

function limit(message: string): PipelineError {
  return new PipelineError('ERR_PIPELINE_LIMIT', message)
}
