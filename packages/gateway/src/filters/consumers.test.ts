import { expect, it } from 'vitest'
import { identifier } from './consumers.ts'

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

it.each([
  ['short', [{ name: 'x', key: 'short' }]],
  ['spaced', [{ name: 'x', key: 'a key with spaces in it' }]],
  ['shared', [ada, { ...ada, name: 'eve' }]],
])('refuses keys that are %s', (_name, consumers) => {
  expect(() => identifier({ consumers })).toThrow(expect.objectContaining({ code: 'ERR_GATEWAY_OPTION' }))
})
