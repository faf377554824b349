import fc from 'fast-check'
import { expect, test } from 'vitest'
import { histories } from './laws/histories.ts'
import { play } from './laws/play.ts'

const RUNS = Number(process.env['HISTORIES'] ?? 7_000)

test('whatever befalls peers that hire each other, their contracts keep the laws', { timeout: 300_000 }, async () => {
  const property = fc.asyncProperty(histories('contracts'), async (history) => {
    expect(await play(history)).toEqual([])
  })
  await fc.assert(property, { numRuns: RUNS })
})
