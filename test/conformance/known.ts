/** Why cases fail that are known to, by case. */
export type Known = ReadonlyMap<string, string>

/** A reason in brackets on a line of its own, and below it the cases that fail for it; `#` begins a comment. */
export function parseKnown(text: string): Known {
  const known = new Map<string, string>()
  let reason = ''
  for (const line of text.split('\n').map((line) => line.trim())) {
    if (line === '' || line.startsWith('#')) continue
    const heading = /^\[(.+)\]$/.exec(line)?.[1]
    if (heading !== undefined) reason = heading
    else if (reason === '' || known.has(line)) throw new Error(`known failures: "${line}" has no reason, or has two`)
    else known.set(line, reason)
  }
  return known
}

export interface Surprises {
  /** Wrong, and no one knew. */
  readonly failed: readonly string[]
  /** Known to fail, and right or gone. */
  readonly passed: readonly string[]
}

export function surprises(
  verdicts: readonly { readonly id: string; readonly right: boolean }[],
  known: Known,
): Surprises {
  const wrong = new Set(verdicts.filter(({ right }) => !right).map(({ id }) => id))
  return {
    failed: [...wrong].filter((id) => !known.has(id)),
    passed: [...known.keys()].filter((id) => !wrong.has(id)),
  }
}
