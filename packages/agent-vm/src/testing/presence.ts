import type { Clock } from '../clock.ts'

/** Whether a simulated process runs, stands still, or is no more. */
export interface Presence {
  readonly clock: Clock
  /** Acts now, or when the process runs again; `never` is called instead once it is no more. */
  readonly whenAwake: (action: () => void, never?: () => void) => void
  readonly suspend: () => void
  readonly resume: () => void
  readonly end: () => void
  readonly gone: () => boolean
}

export function createPresence(world: Clock): Presence {
  let state: 'awake' | 'suspended' | 'gone' = 'awake'
  /** What fell due while it stood still, in order. */
  const due: Array<{ readonly action: () => void; readonly never: () => void }> = []

  function whenAwake(action: () => void, never = () => {}): void {
    if (state === 'awake') action()
    else if (state === 'suspended') due.push({ action, never })
    else never()
  }

  return {
    clock: {
      now: world.now,
      after(milliseconds, callback) {
        let wanted = true
        const timer = world.after(milliseconds, () =>
          whenAwake(() => {
            if (wanted) callback()
          }),
        )
        return {
          [Symbol.dispose]() {
            wanted = false
            timer[Symbol.dispose]()
          },
        }
      },
    },
    whenAwake,
    suspend() {
      if (state === 'awake') state = 'suspended'
    },
    resume() {
      if (state !== 'suspended') return
      state = 'awake'
      for (const { action } of due.splice(0)) action()
    },
    end() {
      state = 'gone'
      for (const { never } of due.splice(0)) never()
    },
    gone: () => state === 'gone',
  }
}
