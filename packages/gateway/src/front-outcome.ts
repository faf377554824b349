import { SERVICES } from '@xeerkat/agent-vm'
import type { Document } from '@xeerkat/xml'
import { type Rejection, rejections } from './rejection.ts'

/** What the answer of a front's pipeline means to HTTP. */
export interface Outcome {
  readonly status: number
  /** The receipt it tells of. */
  readonly ref?: string
  /** Seconds after which it may go better. */
  readonly retryAfter?: number
}

/**
 * The paper's two words of a front have their statuses, everything else is simply an answer. An error after this gateway
 * would not queue a document, which the pipeline caught and put into its own words, keeps the status of that no.
 * @param refs of the receipts that this run was given: the front may not promise others.
 * @throws XmlError when the answer does not begin as XML does.
 */
export function outcomeOf({ root }: Document, refs: ReadonlySet<string>, refused?: Rejection): Outcome {
  if (root.namespace !== SERVICES) return { status: 200 }
  if (root.localName === 'error') {
    if (refused === undefined) return { status: rejections['not-valid'].status }
    const { code, retryAfter } = refused
    return { status: rejections[code].status, ...(retryAfter !== undefined && { retryAfter }) }
  }
  const ref = root.attributes.find(({ localName, namespace }) => localName === 'ref' && namespace === '')?.value
  const queued = root.localName === 'message' && ref !== undefined && refs.has(ref)
  return queued ? { status: 202, ref } : { status: 200 }
}
