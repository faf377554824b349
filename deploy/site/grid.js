// What a gateway can be asked, over HTTP and as JSON. No page is needed: this runs wherever there is `fetch`.

/**
 * @typedef {object} Service
 * @property {string} namespace of the document's root element
 * @property {string} element its local name
 * @property {string} role the IRI of who works on it
 * @property {string} [title]
 * @property {string} [schema] the URL of its schema
 * @property {string} [example] a document
 * @property {boolean} learned whether the gateway only heard of it on the mesh
 */

/**
 * How far a document is. `document` is the answer, or `href` where one that is too large to be shown can be had.
 * @typedef {{ state: 'queued' | 'recruiting' | 'working', done?: number, total?: number }
 *   | { state: 'answered', failed: boolean, document?: string, href?: string }} Progress
 */

/** A no of the gateway: its words, for people. */
export class Refusal extends Error {}

const JSON_TYPE = { Accept: 'application/json' }
/** Seconds that the gateway may wait for news before it says that there is none. */
const WAIT = 2
const MAX_PAUSE = 60

/**
 * What the gateway takes.
 * @param {string} gateway its URL
 * @returns {Promise<Service[]>}
 */
export async function services(gateway) {
  const answer = await fetch(new URL('services', gateway), { headers: JSON_TYPE })
  if (!answer.ok) throw await refusal(answer)
  const { services: list } = await answer.json()
  return list.map((service) => ({ ...service, schema: service.schema && new URL(service.schema, gateway).href }))
}

/**
 * Hands in a document, and returns the URL of its receipt: whoever has that can collect the answer.
 * @param {string} gateway its URL
 * @param {string} document
 * @param {{ key?: string }} [options] `key`: the consumer's, where the gateway wants one
 * @returns {Promise<string>}
 * @throws {Refusal}
 */
export async function submit(gateway, document, { key = '' } = {}) {
  const headers = { ...JSON_TYPE, 'Content-Type': 'application/xml' }
  if (key !== '') headers.Authorization = `Bearer ${key}`
  const answer = await fetch(gateway, { method: 'POST', headers, body: document })
  const receipt = answer.headers.get('location')
  if (answer.status !== 202 || receipt === null) throw await refusal(answer)
  return new URL(receipt, gateway).href
}

/**
 * Tells how far the document of a receipt is, until its answer is there.
 * @param {string} receipt its URL
 * @param {{ signal?: AbortSignal }} [options]
 * @returns {AsyncGenerator<Progress, void>}
 * @throws {Refusal} when the receipt is not known, or no more
 */
export async function* follow(receipt, { signal } = {}) {
  const headers = { ...JSON_TYPE, Prefer: `wait=${WAIT}` }
  for (;;) {
    const answer = await fetch(receipt, { headers, signal })
    if (answer.status === 200) {
      const { failed, document, href } = await answer.json()
      yield { state: 'answered', failed, document, href: href && new URL(href, receipt).href }
      return
    }
    if (answer.status === 202) {
      const { state, done, total } = await answer.json()
      yield { state, done, total }
    } else if (answer.status !== 429 && answer.status !== 503) {
      throw await refusal(answer)
    }
    await pause(Math.min(Number(answer.headers.get('retry-after')) || 1, MAX_PAUSE), signal)
  }
}

/** Problem details of the gateway, else the text of what a front end or a proxy said, else the status. */
async function refusal(answer) {
  const said = await answer.text()
  const text = /json/.test(answer.headers.get('content-type') ?? '')
    ? JSON.parse(said).detail
    : said.replace(/<[^>]*>/g, '').trim()
  return new Refusal(text || `The gateway answered with ${answer.status} ${answer.statusText}.`)
}

function pause(seconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(done, seconds * 1000)
    signal?.addEventListener('abort', done, { once: true })
    function done() {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      if (signal?.aborted) reject(signal.reason)
      else resolve()
    }
  })
}
