import fc from 'fast-check'
import { expect, test } from 'vitest'
import { histories } from './laws/histories.ts'
import { play } from './laws/play.ts'

const RUNS = Number(process.env['HISTORIES'] ?? 3_000)

test('whatever befalls peers that delegate to each other, the laws are kept', { timeout: 300_000 }, async () => {
  const property = fc.asyncProperty(histories('delegation'), async (history) => {
    expect(await play(history)).toEqual([])
  })
  await fc.assert(property, { numRuns: RUNS })
})
