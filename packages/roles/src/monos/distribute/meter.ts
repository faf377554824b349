/** Tells whether it takes less to check what others have found than to find it. */
export interface Meter {
  /** So many components were found here in so many milliseconds, pauses not counted. */
  readonly found: (components: number, milliseconds: number) => void
  readonly checked: (components: number, milliseconds: number) => void
  readonly pays: () => boolean
}

/** Before so many were found, and as many checked, it is too early to tell. */
const ENOUGH = 2000

/** @param factor what is done with a component in the end, besides reading and proving it, counts as a multiple of these */
export function createMeter(factor: number): Meter {
  const found = { components: 0, milliseconds: 0 }
  const checked = { components: 0, milliseconds: 0 }
  return {
    found: (components, milliseconds) => add(found, components, milliseconds),
    checked: (components, milliseconds) => add(checked, components, milliseconds),
    pays: () =>
      Math.min(found.components, checked.components) < ENOUGH ||
      (factor * checked.milliseconds) / checked.components < found.milliseconds / found.components,
  }
}

interface Sum {
  components: number
  milliseconds: number
}

function add(sum: Sum, components: number, milliseconds: number): void {
  sum.components += components
  sum.milliseconds += milliseconds
}
