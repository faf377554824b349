import type { Client } from '../filter.ts'
import type { Rejection } from '../rejection.ts'

export interface RateOptions {
  /** Submissions a second, in the long run. Default 1000. */
  readonly rate?: number
  /** Submissions at once after a rest. Default: as many as in ten seconds. */
  readonly burst?: number
  /** Clients remembered; the one unseen for longest is forgotten first. Default 10 000. */
  readonly maxClients?: number
}

interface Bucket {
  tokens: number
  filled: number
}

/** A token bucket for each client; a consumer with a rate of their own has a bucket of that size. */
export function rateLimit(
  { rate = 1000, burst = usualBurst(rate), maxClients = 10_000 }: RateOptions = {},
  now: () => number = () => performance.now(),
): (client: Client, own?: { readonly rate?: number; readonly burst?: number }) => Rejection | undefined {
  const buckets = new Map<string, Bucket>()
  return (client, own = {}) => {
    const perSecond = own.rate ?? rate
    const size = own.burst ?? (own.rate === undefined ? burst : usualBurst(own.rate))
    const who = client.consumer === undefined ? `address ${network(client.address)}` : `consumer ${client.consumer}`
    const time = now()
    const bucket = buckets.get(who) ?? { tokens: size, filled: time }
    buckets.delete(who)
    buckets.set(who, bucket)
    const [oldest] = buckets.keys()
    if (buckets.size > maxClients && oldest !== undefined) buckets.delete(oldest)
    bucket.tokens = Math.min(size, bucket.tokens + ((time - bucket.filled) / 1000) * perSecond)
    bucket.filled = time
    if (bucket.tokens < 1) {
      const retryAfter = Math.max(1, Math.ceil((1 - bucket.tokens) / perSecond))
      return { code: 'too-many', message: `No more than ${perSecond} submissions a second, please.`, retryAfter }
    }
    bucket.tokens--
    return undefined
  }
}

/** Below 1 nobody would ever be let in. */
function usualBurst(rate: number): number {
  return Math.max(1, 10 * rate)
}

/** One household has a whole /64 of IPv6 addresses: they share a bucket. */
function network(address: string): string {
  if (!address.includes(':') || address.startsWith('::ffff:')) return address
  const [head = '', tail = ''] = address.split('::')
  const left = head.split(':')
  const right = tail === '' ? [] : tail.split(':')
  const groups = address.includes('::')
    ? [...left, ...Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0'), ...right]
    : left
  return groups.slice(0, 4).join(':')
}
