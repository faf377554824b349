import fc from 'fast-check'
import { expect, test } from 'vitest'
import { history } from './laws/history.ts'
import { play } from './laws/play.ts'

const HISTORIES = Number(process.env['HISTORIES'] ?? 10_000)

test('whatever happens among peers, their contracts keep the laws', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(history, async (history) => {
      expect(await play(history)).toEqual([])
    }),
    { numRuns: HISTORIES },
  )
})
