/** What one check found: whether all is well, in what respect, and what to do if not. */
export interface Finding {
  readonly check: string
  readonly state: 'good' | 'poor' | 'bad'
  readonly found: string
  /** What a person should do; always there unless the state is good. */
  readonly advice?: string
}

export interface Check {
  readonly name: string
  readonly run: (signal: AbortSignal) => Promise<Omit<Finding, 'check'>>
}

export function good(found: string): Omit<Finding, 'check'> {
  return { state: 'good', found }
}

/** It works, though not as well as it could. */
export function poor(found: string, advice: string): Omit<Finding, 'check'> {
  return { state: 'poor', found, advice }
}

export function bad(found: string, advice: string): Omit<Finding, 'check'> {
  return { state: 'bad', found, advice }
}
