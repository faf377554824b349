import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { type Consumer, identifier } from './consumers.ts'

const ada = { name: 'ada', key: 'ada-has-a-long-key' }

it('knows whoever shows a key', () => {
  const identify = identifier({ consumers: [ada], anonymous: true })
  expect(identify(`Bearer ${ada.key}`)).toEqual({ consumer: ada })
  expect(identify(`bearer   ${ada.key}`)).toEqual({ consumer: ada })
  expect(identify(undefined)).toEqual({ consumer: undefined })
})

it('does not take a wrong key for none', () => {
  const identify = identifier({ consumers: [ada], anonymous: true })
  for (const wrong of ['Bearer other', `Basic ${ada.key}`, 'Bearer', ''])
    expect(identify(wrong)).toMatchObject({ rejection: { code: 'unauthorized' } })
})

it('wants a key as soon as there are keys', () => {
  expect(identifier({ consumers: [ada] })(undefined)).toMatchObject({ rejection: { code: 'unauthorized' } })
  expect(identifier({})(undefined)).toEqual({ consumer: undefined })
})

it('knows a key by its digest alone', () => {
  const digest = createHash('sha256').update(ada.key).digest('hex')
  const hidden = { name: 'ada', digest }
  const identify = identifier({ consumers: [hidden] })
  expect(identify(`Bearer ${ada.key}`)).toEqual({ consumer: hidden })
  expect(identify(`Bearer ${digest}`)).toMatchObject({ rejection: { code: 'unauthorized' } })
})

it('lets nobody in without a key where consumers may come later, and knows them when they have', () => {
  let consumers: readonly Consumer[] = []
  const identify = identifier({ consumers: () => consumers })
  expect(identify(undefined)).toMatchObject({ rejection: { code: 'unauthorized' } })
  expect(identify(`Bearer ${ada.key}`)).toMatchObject({ rejection: { code: 'unauthorized' } })
  consumers = [ada]
  expect(identify(`Bearer ${ada.key}`)).toEqual({ consumer: ada })
  consumers = []
  expect(identify(`Bearer ${ada.key}`)).toMatchObject({ rejection: { code: 'unauthorized' } })
})

it.each([
  ['no digests', [{ name: 'x', digest: 'abc' }]],
  ['shared in both forms', [ada, { name: 'eve', digest: createHash('sha256').update(ada.key).digest('hex') }]],
  ['short', [{ name: 'x', key: 'short' }]],
  ['spaced', [{ name: 'x', key: 'a key with spaces in it' }]],
  ['shared', [ada, { ...ada, name: 'eve' }]],
])('refuses keys that are %s', (_name, consumers: readonly Consumer[]) => {
  expect(() => identifier({ consumers })).toThrow(expect.objectContaining({ code: 'ERR_GATEWAY_OPTION' }))
})
