import { expect, it } from 'vitest'
import { parse } from '../cli/parse.ts'
import { gatewayFlagIn, gatewayFlags, readGateway } from './gateway-flags.ts'

function given(...argv: readonly string[]) {
  return parse(gatewayFlags, argv, { env: {}, config: {} }).values
}

it.for<[argv: string, options: object]>([
  ['', { trustProxy: [] }],
  ['--consumers FILE --rate 0.5 --burst 20', { consumers: 'FILE', rate: 0.5, burst: 20 }],
  ['--trust-proxy 127.0.0.1 --trust-proxy 10.0.0.0/8,::1', { trustProxy: ['127.0.0.1', '10.0.0.0/8', '::1'] }],
  ['--trust-proxy fd00::/8', { trustProxy: ['fd00::/8'] }],
  ['--cors none', { cors: false }],
  ['--cors *', { cors: '*' }],
  ['--cors https://a.example --cors http://b.example:8080/', { cors: ['https://a.example', 'http://b.example:8080'] }],
])('"%s" is %j', ([argv, options]) => {
  const values = given(...argv.split(' ').filter((word) => word !== ''))
  expect(readGateway(values)).toEqual({ fronts: [], trustProxy: [], ...options })
})

it.for([
  '--trust-proxy proxy.example',
  '--trust-proxy 10.0.0.0/33',
  '--trust-proxy 0.0.0.0/0',
  '--trust-proxy ::/129',
  '--trust-proxy 10.0.0.0/255.0.0.0',
  '--trust-proxy 10.0.0.0/8/8',
  '--cors a.example',
  '--cors https://a.example/page',
  '--cors none,https://a.example',
  '--rate 0',
  '--burst 0',
])('"%s" is refused', (argv) => {
  expect(() => readGateway(given(...argv.split(' ')))).toThrow(expect.objectContaining({ code: 'ERR_USAGE' }))
})

it.for([
  ['', undefined],
  ['--consumers FILE', 'consumers'],
  ['--rate 2', 'rate'],
  ['--cors none', 'cors'],
  ['--trust-proxy ::1 --front a=b.xml', 'front'],
] as const)('of "%s" a host without a gateway names %s', ([argv, name]) => {
  expect(gatewayFlagIn(given(...argv.split(' ').filter((word) => word !== '')))).toBe(name)
})
