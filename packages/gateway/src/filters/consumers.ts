import { createHash } from 'node:crypto'
import { GatewayError } from '../errors.ts'
import type { Rejection } from '../rejection.ts'

interface Named {
  /** Whoever has several keys has one name in all of them. */
  readonly name: string
  /** Submissions a second, and at once. Default: as everybody; of a rate of its own, as many at once as in ten seconds. */
  readonly rate?: number
  readonly burst?: number
}

/**
 * Somebody who is known by a key: a secret of 16 characters at least, shown as `Authorization: Bearer <key>`. Its digest,
 * SHA-256 in hexadecimal, is all that must be known here.
 */
export type Consumer = Named & ({ readonly key: string } | { readonly digest: string })

export interface ConsumerOptions {
  /** Asked again for every submission, if it is a function: who is here may change. */
  readonly consumers?: readonly Consumer[] | (() => readonly Consumer[])
  /** May somebody without a key submit? Default: only when no consumers are named, or an empty list. */
  readonly anonymous?: boolean
}

export type Identified = { readonly consumer: Consumer | undefined } | { readonly rejection: Rejection }

/**
 * Tells who shows an `Authorization` header. Keys are compared by their digests, so that the time taken tells nothing.
 * @throws GatewayError `ERR_GATEWAY_OPTION` for keys that are short or given twice; of a function's, when it is asked.
 */
export function identifier({ consumers = [], anonymous }: ConsumerOptions = {}): (
  authorization: string | undefined,
) => Identified {
  const list = typeof consumers === 'function' ? consumers : () => consumers
  const welcome = anonymous ?? (typeof consumers !== 'function' && consumers.length === 0)
  let known = list()
  let byDigest = indexed(known)
  return (authorization) => {
    const now = list()
    if (now !== known) {
      byDigest = indexed(now)
      known = now
    }
    if (authorization === undefined && welcome) return { consumer: undefined }
    const key = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1]
    const consumer = key === undefined ? undefined : byDigest.get(digestOf(key))
    if (consumer !== undefined) return { consumer }
    const message =
      authorization === undefined
        ? 'This gateway wants a key: Authorization: Bearer <key>.'
        : 'The key you showed is not known here.'
    return { rejection: { code: 'unauthorized', message, headers: { 'www-authenticate': 'Bearer' } } }
  }
}

function indexed(consumers: readonly Consumer[]): ReadonlyMap<string, Consumer> {
  const byDigest = new Map(consumers.map((consumer) => [checkedDigest(consumer), consumer]))
  if (byDigest.size === consumers.length) return byDigest
  throw new GatewayError('ERR_GATEWAY_OPTION', 'Two consumers have the same key; give each its own.')
}

function checkedDigest(consumer: Consumer): string {
  const problem = 'key' in consumer ? keyProblem(consumer.key) : digestProblem(consumer.digest)
  if (problem !== undefined)
    throw new GatewayError('ERR_GATEWAY_OPTION', `The key of consumer "${consumer.name}" ${problem}.`)
  return 'key' in consumer ? digestOf(consumer.key) : consumer.digest.toLowerCase()
}

function keyProblem(key: string): string | undefined {
  return key.length >= 16 && /^\S+$/.test(key) ? undefined : 'must have 16 characters or more, and no spaces'
}

function digestProblem(digest: string): string | undefined {
  return /^[0-9a-f]{64}$/i.test(digest) ? undefined : 'is named by a SHA-256 of 64 hexadecimal digits'
}

function digestOf(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}
