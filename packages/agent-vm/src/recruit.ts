import type { Engagement } from './engagement.ts'
import type { GroupIri, RoleIri } from './iris.ts'
import type { Cancel } from './pipe.ts'

export interface RecruitOptions extends Cancel {
  /** Default: the group of the engagement one works in, else the world. */
  readonly group?: GroupIri
  /** How many may be held at once. Default 8. */
  readonly limit?: number
}

/**
 * Finds workers by role and hires them as their ads are found; yields each as it accepts. Refusals are not yielded:
 * who refused is asked again after a while. When one resigns or is lost, another is hired in its place.
 * Leaving the loop stops recruiting; those yielded stay hired until they are disposed or the signal aborts.
 */
export type Recruit = (role: RoleIri, options?: RecruitOptions) => AsyncIterable<Engagement>
