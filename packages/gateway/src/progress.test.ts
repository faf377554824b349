import type { Progress } from '@xeerkat/agent-vm'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createProgress } from './progress.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

it('writes the first note at once, then the latest every so often, and nothing once disposed', async () => {
  const written: Progress[] = []
  {
    using progress = createProgress(async (note) => void written.push(note), 100)
    for (let done = 1; done <= 5; done++) progress.note({ done })
    expect(written).toEqual([{ done: 1 }])
    await vi.advanceTimersByTimeAsync(100)
    expect(written).toEqual([{ done: 1 }, { done: 5 }])
    await vi.advanceTimersByTimeAsync(1000)
    progress.note({ done: 6 })
    progress.note({ done: 7 })
  }
  await vi.advanceTimersByTimeAsync(1000)
  expect(written).toEqual([{ done: 1 }, { done: 5 }, { done: 6 }])
})
