import { type Accepts, defineRole, type Role } from '@xeerkat/agent-vm'
import ping from '@xeerkat/roles/ping'
import { expect, it } from 'vitest'
import { whatToTry } from './first-run.ts'

const URL = 'http://127.0.0.1:8080'

function taking(...accepts: readonly Partial<Accepts>[]): Role {
  const all = accepts.map((each) => ({ namespace: '', localName: 'a', ...each }))
  return defineRole('urn:test:role', () => undefined, { accepts: all })
}

it.for<[does: string, roles: readonly Role[], document: string]>([
  ['of its own roles', [taking({ example: '<mine/>' }), ...ping], '<mine/>'],
  ['of the ping roles', ping, '<ping-request count="1000" hire-limit="4"/>'],
  ['that fits a line', [taking({ example: '<long>\n</long>' }, { example: '<short/>' })], '<short/>'],
  ['that consumers may send', [taking({ example: '<a/>', public: false }, { example: '<b/>' })], '<b/>'],
  ['as the shell reads it', [taking({ example: "<a b='c'/>" })], "<a b='\\''c'\\''/>"],
  ['that any gateway takes', [taking({})], '<ping-request count="100"/>'],
])('a gateway suggests a document %s', ([, roles, document]) => {
  expect(whatToTry(roles, URL)).toBe(`curl -d '${document}' -H 'Prefer: wait=20' ${URL}`)
})

it('a host suggests a ping where it coordinates one, else a look around', () => {
  expect(whatToTry(ping, undefined)).toMatch(/agent-host ping /)
  expect(whatToTry([taking({})], undefined)).toMatch(/agent-host ads /)
})
