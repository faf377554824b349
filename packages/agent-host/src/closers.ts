/** What must be closed again, last opened first. (`AsyncDisposableStack`, which Node 22 does not have.) */
export interface Closers extends AsyncDisposable {
  readonly add: (close: () => unknown) => void
  readonly use: <T extends AsyncDisposable>(resource: T) => T
  /** Moves the duty to whoever gets the result; disposing this one then does nothing. */
  readonly move: () => () => Promise<void>
}

export function createClosers(): Closers {
  let open: (() => unknown)[] = []
  return {
    add: (close) => void open.push(close),
    use(resource) {
      open.push(() => resource[Symbol.asyncDispose]())
      return resource
    },
    move() {
      const moved = open
      open = []
      return () => closeAll(moved)
    },
    [Symbol.asyncDispose]: () => closeAll(open),
  }
}

/** One that fails to close keeps none of the others open; the first failure is thrown at the end. */
async function closeAll(open: (() => unknown)[]): Promise<void> {
  const failures: unknown[] = []
  for (let close = open.pop(); close !== undefined; close = open.pop()) {
    try {
      await close()
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures[0]
}
