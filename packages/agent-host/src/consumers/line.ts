import { createHash } from 'node:crypto'
import type { Consumer } from '@xeerkat/gateway'

/** A consumer as a file has it: the key itself is nowhere. */
export type KnownConsumer = Extract<Consumer, { readonly digest: string }>

const NAME = /^[\w.@+-]{1,100}$/
const DIGEST = /^sha256:([0-9a-f]{64})$/i
const SETTING = /^(rate|burst)=(\d{1,9}(?:\.\d{1,6})?)$/

/** Whether somebody can be called so in such a file. */
export function isConsumerName(name: string): boolean {
  return NAME.test(name)
}

/** The line of a consumer with this key. */
export function consumerLine(name: string, key: string): string {
  return `${name} sha256:${createHash('sha256').update(key).digest('hex')}`
}

/** What a line says, or what is wrong with it; nothing for an empty one and a comment. */
export function readConsumerLine(line: string): KnownConsumer | { readonly problem: string } | undefined {
  const [name = '', key = '', ...settings] = line
    .replace(/(^|\s)#.*/, '')
    .split(/\s+/)
    .filter((word) => word !== '')
  if (name === '') return undefined
  if (!isConsumerName(name)) return { problem: 'a name is letters, digits and _ . @ + -, at most 100 of them' }
  const digest = DIGEST.exec(key)?.[1]?.toLowerCase()
  if (digest === undefined) return { problem: `after "${name}" comes sha256: and 64 hexadecimal digits` }
  const own: { rate?: number; burst?: number } = {}
  for (const setting of settings) {
    const [, which, digits] = SETTING.exec(setting) ?? []
    if ((which !== 'rate' && which !== 'burst') || own[which] !== undefined || Number(digits) === 0)
      return { problem: `after the key of "${name}" may come rate=N and burst=N, each a number above 0` }
    own[which] = Number(digits)
  }
  if (own.burst !== undefined && own.burst < 1) return { problem: `a burst below 1 would let "${name}" in never` }
  return { name, digest, ...own }
}
