import { readText } from './decode.ts'
import { areEqual, mannerOf } from './equal.ts'
import type { Case, Outcome, Processor } from './suite.ts'

export interface Verdict {
  readonly id: string
  readonly category: string
  readonly right: boolean
  readonly outcome: Outcome
}

/** Carries out all cases, some at once. */
export async function judgeAll(
  cases: readonly Case[],
  processor: Processor,
  { atOnce = 4 } = {},
): Promise<readonly Verdict[]> {
  const verdicts = new Map<string, Verdict>()
  const rest = cases.values()
  const line = async () => {
    for (const test of rest) verdicts.set(test.id, judge(test, await processor(test)))
  }
  await Promise.all(Array.from({ length: atOnce }, line))
  return cases.flatMap(({ id }) => verdicts.get(id) ?? [])
}

function judge({ id, category, expected, stylesheet }: Case, outcome: Outcome): Verdict {
  const manner = mannerOf(stylesheet)
  const right =
    expected.type === 'error'
      ? outcome.error !== undefined
      : outcome.result !== undefined && areEqual(readText(expected.file, manner.encoding), outcome.result, manner)
  return { id, category, right, outcome }
}
