/**
 * One thing every implementation of an interface must do. Any test runner takes it:
 * `for (const { name, run } of pipeContract(make)) test(name, run)`.
 */
export interface ContractCase {
  readonly name: string
  /** Rejects when the contract is broken. Waits for what must come without a limit of its own: the runner has one. */
  readonly run: () => Promise<void>
}

/** A table of cases by name, each given something fresh that is disposed of afterwards. */
export function casesOf<T extends AsyncDisposable>(
  make: () => Promise<T>,
  cases: Readonly<Record<string, (given: T) => Promise<void>>>,
): readonly ContractCase[] {
  return Object.entries(cases).map(([name, check]) => ({
    name,
    async run() {
      await using given = await make()
      await check(given)
    },
  }))
}

/** @throws Error when the two differ as JSON. */
export function expectEqual(actual: unknown, expected: unknown, what: string): void {
  const [seen, wanted] = [JSON.stringify(actual), JSON.stringify(expected)]
  if (seen !== wanted) throw new Error(`${what}: expected ${wanted}, got ${seen}.`)
}

/** The error a promise rejects with. @throws Error when it resolves. */
export async function rejectionOf(promise: Promise<unknown>, what: string): Promise<unknown> {
  const nothing = Symbol('nothing')
  const outcome: unknown = await promise.then(
    () => nothing,
    (error: unknown) => error,
  )
  if (outcome === nothing) throw new Error(`${what}: expected a rejection, and it resolved.`)
  return outcome
}

/** The next `count` of an iterator; what it may still yield stays in it. */
export async function take<T>(iterator: AsyncIterator<T>, count: number): Promise<readonly T[]> {
  const taken: T[] = []
  while (taken.length < count) {
    const { done, value } = await iterator.next()
    if (done === true) throw new Error(`It ended after ${taken.length} of ${count}.`)
    taken.push(value)
  }
  return taken
}

/** The very next of an iterator. */
export async function takeOne<T>(iterator: AsyncIterator<T>): Promise<T> {
  const { done, value } = await iterator.next()
  if (done === true) throw new Error('It ended where something was to come.')
  return value
}
