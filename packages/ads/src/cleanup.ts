/** What is to be undone, last done first: the part of `DisposableStack` that is needed here, which Node 22 does not have. */
export interface Cleanup extends Disposable {
  readonly use: <T extends Disposable>(resource: T) => T
  readonly defer: (undo: () => void) => void
  /** Hands the duty over: disposing of this one then does nothing. */
  readonly move: () => Disposable
}

export function createCleanup(undos: (() => void)[] = []): Cleanup {
  return {
    use(resource) {
      undos.push(() => resource[Symbol.dispose]())
      return resource
    },
    defer: (undo) => void undos.push(undo),
    move: () => createCleanup(undos.splice(0)),
    [Symbol.dispose]() {
      for (let undo = undos.pop(); undo !== undefined; undo = undos.pop()) undo()
    },
  }
}
