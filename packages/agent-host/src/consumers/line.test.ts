import { expect, it } from 'vitest'
import { consumerLine, isConsumerName, readConsumerLine } from './line.ts'

const digest = '2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b'

it('a line that is made for a key is read, and does not hold the key', () => {
  const line = consumerLine('alice', 'secret')
  expect(line).toBe(`alice sha256:${digest}`)
  expect(readConsumerLine(line)).toEqual({ name: 'alice', digest })
})

it.for([
  [`alice sha256:${digest.toUpperCase()}`, { name: 'alice', digest }],
  [`  a.l+i_c-e@lab\tsha256:${digest}  # since spring`, { name: 'a.l+i_c-e@lab', digest }],
  [`alice sha256:${digest} rate=0.5`, { name: 'alice', digest, rate: 0.5 }],
  [`alice sha256:${digest} burst=50 rate=5`, { name: 'alice', digest, rate: 5, burst: 50 }],
  ['', undefined],
  ['   ', undefined],
  ['# alice is away', undefined],
  [`#alice sha256:${digest}`, undefined],
] as const)('%j is %j', ([line, consumer]) => {
  expect(readConsumerLine(line)).toEqual(consumer)
})

it.for([
  ['alice', /after "alice" comes sha256:/],
  ['alice secret', /after "alice" comes sha256:/],
  [`alice ${digest}`, /after "alice" comes sha256:/],
  [`alice sha256:${digest.slice(1)}`, /after "alice" comes sha256:/],
  [`Bearer:x sha256:${digest}`, /a name is letters/],
  [`${'a'.repeat(101)} sha256:${digest}`, /a name is letters/],
  [`alice sha256:${digest} bob`, /may come rate=N and burst=N/],
  [`alice sha256:${digest} rate=0`, /may come rate=N and burst=N/],
  [`alice sha256:${digest} rate=-1`, /may come rate=N and burst=N/],
  [`alice sha256:${digest} rate=1 rate=2`, /may come rate=N and burst=N/],
  [`alice sha256:${digest} burst=0.5`, /a burst below 1/],
] as const)('%j is wrong: %s', ([line, problem]) => {
  expect(readConsumerLine(line)).toEqual({ problem: expect.stringMatching(problem) })
})

it('a name is one word', () => {
  expect(['alice', 'a@b.org', ''].map(isConsumerName)).toEqual([true, true, false])
  expect(['a b', 'a#b', 'ä', 'a\nb'].map(isConsumerName)).toEqual([false, false, false, false])
})
