import { expect, it } from 'vitest'
import { readConsumerLine } from '../../packages/agent-host/src/consumers/line.ts'
import { blocksOf, read, section } from './markdown.ts'

it('the consumers shown in docs/gateway.md are ones that a gateway reads', () => {
  const blocks = blocksOf(section(read('docs/gateway.md'), 'Consumers with keys'))
  const [shown = ''] = blocks.filter(({ language }) => language === '').map(({ text }) => text)
  const digest = expect.stringMatching(/^[0-9a-f]{64}$/)
  expect(shown.trim().split('\n').map(readConsumerLine)).toEqual([
    { name: 'alice', digest },
    { name: 'bob', digest, rate: 5, burst: 50 },
  ])
})
