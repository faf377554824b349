import { HostError } from '../errors.ts'
import { faultText } from './fault-text.ts'
import { runningHosts } from '../host/control.ts'
import { PROGRAM } from '../program.ts'

/** What a gateway said of a document given to it, or of a receipt. */
export type Reply =
  | { readonly state: 'done'; readonly document: string }
  | { readonly state: 'waiting'; readonly receipt: string; readonly document: string; readonly retryAfter: number }

const DEFAULT = 'http://127.0.0.1:8080'
/** Seconds a request to the gateway may wait for the result before asking anew. */
const WAIT = 20
/** The same where somebody watches how far it is. */
const PROGRESS_WAIT = 1
const MAX_RETRY_AFTER = 5
const AS_XML = { Accept: 'application/xml' }

/** The gateway named, else that of a host of this user, else the usual address. */
export async function findGateway(named: string | undefined): Promise<string> {
  // Not `URL.canParse`: to it `localhost:8080` is a URL of the scheme `localhost`.
  if (named !== undefined) return /^https?:\/\//i.test(named) ? named : `http://${named}`
  const hosts = await runningHosts()
  return hosts.find(({ gateway }) => gateway !== null)?.gateway ?? DEFAULT
}

/** Gives a document to a gateway, as the consumer of a key if there is one. @throws HostError `ERR_GATEWAY` when it refuses or cannot be reached. */
export async function submit(
  gateway: string,
  document: Uint8Array | string,
  signal: AbortSignal,
  key?: string,
): Promise<Reply> {
  const body = typeof document === 'string' ? document : new Uint8Array(document)
  const headers = {
    ...AS_XML,
    'Content-Type': 'application/xml',
    ...(key !== undefined && { Authorization: `Bearer ${key}` }),
  }
  return read(await request(gateway, { method: 'POST', body, headers, signal }))
}

/** Asks what became of a receipt, a reference or its URL, waiting a while for a result. */
export async function inquire(gateway: string, receipt: string, signal: AbortSignal, wait = WAIT): Promise<Reply> {
  const url = URL.canParse(receipt) ? receipt : new URL(`/receipts/${encodeURIComponent(receipt)}`, gateway).href
  return read(await request(url, { headers: { ...AS_XML, Prefer: `wait=${wait}` }, signal }))
}

/** Asks until there is a result. `onWait` gets each word in between. */
export async function collect(
  gateway: string,
  receipt: string,
  signal: AbortSignal,
  onWait: (document: string) => void = () => {},
): Promise<string> {
  for (;;) {
    const asked = performance.now()
    const reply = await inquire(gateway, receipt, signal)
    if (reply.state === 'done') return reply.document
    onWait(reply.document)
    // A gateway that does not know `Prefer: wait` answers at once: then it says when to ask again.
    const waited = (performance.now() - asked) / 1000
    await pause(Math.max(0, Math.min(reply.retryAfter, MAX_RETRY_AFTER) - waited) * 1000, signal)
  }
}

/**
 * Gives a document to a gateway and waits for the result, which may be of any size: it is read as it comes.
 * @throws HostError `ERR_GATEWAY` when it refuses or cannot be reached.
 */
export async function collectPieces(
  gateway: string,
  document: Uint8Array,
  signal: AbortSignal,
  onProgress: (progress: { readonly done: number; readonly total?: number }) => void,
): Promise<AsyncIterable<Uint8Array> | Iterable<Uint8Array>> {
  const reply = await submit(gateway, document, signal)
  if (reply.state === 'done') return [new TextEncoder().encode(reply.document)]
  const headers = { ...AS_XML, Prefer: `wait=${PROGRESS_WAIT}` }
  for (;;) {
    const response = await request(reply.receipt, { headers, signal })
    if (response.status === 200) return response.body ?? []
    const word = await read(response)
    const [, done] = / done="(\d+)"/.exec(word.document) ?? []
    const [, total] = / total="(\d+)"/.exec(word.document) ?? []
    if (done !== undefined) onProgress({ done: Number(done), ...(total !== undefined && { total: Number(total) }) })
    if (response.headers.get('preference-applied') === null) await pause(PROGRESS_WAIT * 1000, signal)
  }
}

async function request(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch (cause) {
    if (init.signal?.aborted === true) throw cause
    throw new HostError(
      'ERR_GATEWAY',
      `No gateway answers at ${url}. Start one with "${PROGRAM} --roles ping --gateway 8080", or name it with --gateway URL.`,
      { cause },
    )
  }
}

async function read(response: Response): Promise<Reply> {
  const document = await response.text()
  const { status, headers, url } = response
  if (status === 200) return { state: 'done', document }
  if (status === 202) {
    const receipt = new URL(headers.get('Location') ?? url, url).href
    return { state: 'waiting', receipt, document, retryAfter: Number(headers.get('Retry-After') ?? 1) || 1 }
  }
  throw new HostError('ERR_GATEWAY', refusal(response, document))
}

/** What a gateway says is in its `<error>`; what is none says something else. */
function refusal({ status, statusText, url }: Response, document: string): string {
  const said = faultText(document)
  if (said !== undefined) return `The gateway answered ${status}: ${said}`
  return `${url} answered ${status} ${statusText} and is no gateway, it seems; name one with --gateway URL.`
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(done, milliseconds)
    signal.addEventListener('abort', stop, { once: true })
    function done(): void {
      signal.removeEventListener('abort', stop)
      resolve()
    }
    function stop(): void {
      clearTimeout(timer)
      reject(signal.reason)
    }
  })
}
