import { killedAtExit, killGroup } from '../pipelines/process-group.ts'
import type { HostCalls } from './protocol.ts'

/** The programs that a role's thread has started. */
export interface Programs {
  readonly calls: Pick<HostCalls, 'programStarted' | 'programEnded'>
  /** To be called when the thread is gone: one that was stopped in the middle of a loop could not end them itself. */
  readonly end: () => void
}

export function createPrograms(): Programs {
  const running = new Map<number, Disposable>()
  const forget = (group: number): void => {
    running.get(group)?.[Symbol.dispose]()
    running.delete(group)
  }
  return {
    calls: {
      programStarted: (group) => void running.set(group, killedAtExit(group)),
      programEnded: forget,
    },
    end() {
      for (const group of running.keys()) {
        killGroup(group)
        forget(group)
      }
    },
  }
}
