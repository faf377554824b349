import { isIP } from 'node:net'
import { decimal, list, text, type Values, whole } from '../cli/flags.ts'
import { HostError } from '../errors.ts'
import type { GatewayOptions } from '../host/options.ts'
import { frontFlag, readFronts } from './front-flag.ts'

/** Flags of every command that may run a gateway, and of nothing else. */
export const gatewayFlags = {
  ...frontFlag,
  consumers: text('FILE', 'who may submit, by keys; "agent-host consumer NAME FILE" adds one; default: anybody'),
  rate: decimal('N', 'submissions a second of one consumer, or one address; default: 1000', { max: 1_000_000 }),
  burst: whole('N', 'its submissions at once after a rest; default: as many as in ten seconds', {
    min: 1,
    max: 10_000_000,
  }),
  'trust-proxy': list('ADDRESS|NETWORK', 'a proxy whose X-Forwarded-For is believed; default: none'),
  cors: list('ORIGIN|none', 'whose web pages may ask this gateway; default: any'),
}

type GatewayValues = Values<typeof gatewayFlags>

/** @throws HostError `ERR_USAGE` */
export function readGateway(values: GatewayValues): Omit<GatewayOptions, 'host' | 'port'> {
  const { consumers, rate, burst, cors } = values
  return {
    fronts: readFronts(values),
    trustProxy: values['trust-proxy'].map(readProxy),
    ...(cors.length > 0 && { cors: readCors(cors) }),
    ...(consumers !== undefined && { consumers }),
    ...(rate !== undefined && { rate }),
    ...(burst !== undefined && { burst }),
  }
}

/** The first of these flags that is set, wherever. */
export function gatewayFlagIn(values: GatewayValues): string | undefined {
  const names = Object.keys(gatewayFlags) as (keyof GatewayValues)[]
  return names.find((name) => {
    const value = values[name]
    return typeof value === 'object' ? value.length > 0 : value !== undefined
  })
}

function readProxy(text: string): string {
  const [address = '', bits, ...more] = text.split('/')
  const most = { 4: 32, 6: 128 }[isIP(address)]
  const isNetwork = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) > 0 && Number(bits) <= (most ?? 0))
  if (most !== undefined && isNetwork && more.length === 0) return text
  throw new HostError(
    'ERR_USAGE',
    `--trust-proxy takes an address or a network, such as 127.0.0.1 or 10.0.0.0/8, not "${text}".`,
  )
}

function readCors(texts: readonly string[]): NonNullable<GatewayOptions['cors']> {
  if (texts.length === 1 && texts[0] === 'none') return false
  if (texts.length === 1 && texts[0] === '*') return '*'
  return texts.map((text) => {
    const url = URL.parse(text)
    if (url !== null && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`) return url.origin
    throw new HostError(
      'ERR_USAGE',
      `--cors takes origins such as https://example.org, or "none" alone, not "${text}".`,
    )
  })
}
