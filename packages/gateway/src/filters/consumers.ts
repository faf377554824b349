import { createHash } from 'node:crypto'
import { GatewayError } from '../errors.ts'
import type { Rejection } from '../rejection.ts'

/** Somebody who is known by a key. */
export interface Consumer {
  readonly name: string
  /** A secret, 16 characters at least, shown as `Authorization: Bearer <key>`. */
  readonly key: string
  /** Submissions a second, and at once. Default: as everybody. */
  readonly rate?: number
  readonly burst?: number
}

export interface ConsumerOptions {
  readonly consumers?: readonly Consumer[]
  /** May somebody without a key submit? Default: only when there are no consumers. */
  readonly anonymous?: boolean
}

export type Identified = { readonly consumer: Consumer | undefined } | { readonly rejection: Rejection }

/**
 * Tells who shows an `Authorization` header. Keys are compared by their digests, so that the time taken tells nothing.
 * @throws GatewayError `ERR_GATEWAY_OPTION` for keys that are short or given twice.
 */
export function identifier({ consumers = [], anonymous = consumers.length === 0 }: ConsumerOptions = {}): (
  authorization: string | undefined,
) => Identified {
  const byDigest = new Map(consumers.map((consumer) => [digest(checked(consumer).key), consumer]))
  if (byDigest.size < consumers.length)
    throw new GatewayError('ERR_GATEWAY_OPTION', 'Two consumers have the same key; give each its own.')
  return (authorization) => {
    if (authorization === undefined && anonymous) return { consumer: undefined }
    const key = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1]
    const consumer = key === undefined ? undefined : byDigest.get(digest(key))
    if (consumer !== undefined) return { consumer }
    const message =
      authorization === undefined
        ? 'This gateway wants a key: Authorization: Bearer <key>.'
        : 'The key you showed is not known here.'
    return { rejection: { code: 'unauthorized', message, headers: { 'www-authenticate': 'Bearer' } } }
  }
}

function checked(consumer: Consumer): Consumer {
  if (consumer.key.length >= 16 && /^\S+$/.test(consumer.key)) return consumer
  throw new GatewayError(
    'ERR_GATEWAY_OPTION',
    `The key of consumer "${consumer.name}" must have 16 characters or more, and no spaces.`,
  )
}

function digest(key: string): string {
  return createHash('sha256').update(key).digest('base64')
}
