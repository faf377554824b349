import { createClock } from './clock.ts'
import { explain } from './explain.ts'
import type { Infoset } from './infoset.ts'
import { pass, type Stage, stageOf, type StepContext, type StepLike } from './step.ts'
import { inTurns } from './in-turns.ts'
import { timedInput, timedOutput } from './timed.ts'

/** Steps one after the other, each within its bounds: what a pipeline is, and each branch in it. */
export interface Sequence {
  readonly stages: readonly Stage[]
  readonly run: (input: Infoset, context: StepContext) => Promise<Infoset>
}

export function sequence(steps: readonly StepLike[]): Sequence {
  const stages = steps.map(stageOf)
  const working = stages.filter(({ run }) => run !== pass)
  return {
    stages,
    async run(input, context) {
      let infoset = input
      for (const [at, stage] of working.entries()) {
        context.signal.throwIfAborted()
        if (at > 0 && at % MOST_AT_ONCE === 0) infoset = inTurns(infoset)
        infoset = await (stage.stages === undefined ? runAlone : runContainer)(stage, infoset, context)
      }
      return infoset
    },
  }
}

/** Steps that ask each other for more within one call, before the stack is let run empty. */
const MOST_AT_ONCE = 50

async function runAlone(stage: Stage, input: Infoset, context: StepContext): Promise<Infoset> {
  const clock = createClock(context.limits.time, context.signal)
  const given = timedInput(input, clock)
  try {
    const work = stage.run(given, withSignal(context, clock.signal))
    const output = 'then' in work ? await clock.during(work) : work
    // What it only passes on, it has no part in.
    return output === given ? input : timedOutput(output, { clock, stage, run: context.signal })
  } catch (error) {
    throw explain(error, stage, context.signal)
  }
}

async function runContainer(stage: Stage, input: Infoset, context: StepContext): Promise<Infoset> {
  try {
    const output = await stage.run(input, context)
    return output === input ? input : timedOutput(output, { stage, run: context.signal })
  } catch (error) {
    throw explain(error, stage, context.signal)
  }
}

/** Its signal is made when it is asked for: most steps never do. */
function withSignal({ parameters, limits, capabilities }: StepContext, signal: () => AbortSignal): StepContext {
  return {
    get signal() {
      return signal()
    },
    parameters,
    limits,
    capabilities,
  }
}
