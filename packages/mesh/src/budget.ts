/** A number of bytes shared by many. */
export interface Budget {
  /** Takes so many, or none and says `false`. */
  readonly take: (bytes: number) => boolean
  readonly give: (bytes: number) => void
}

export function createBudget(total: number): Budget {
  let free = total
  return {
    take(bytes) {
      if (bytes > free) return false
      free -= bytes
      return true
    },
    give(bytes) {
      free += bytes
    },
  }
}
