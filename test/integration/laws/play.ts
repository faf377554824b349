import { act } from './deeds.ts'
import type { History } from './history.ts'
import { comeToRest } from './rest.ts'
import { createWorld } from './world.ts'

/** Plays a history to its end, and tells which laws were broken. */
export async function play(history: History): Promise<readonly string[]> {
  const violations: string[] = []
  const world = createWorld(history, (violation) => void violations.push(violation))
  for (const { wait, action } of history.steps) {
    await world.clock.advance(wait)
    act(world, action)
  }
  await comeToRest(world, history.ending)
  return violations
}
