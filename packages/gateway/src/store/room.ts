export interface Amount {
  readonly documents: number
  readonly bytes: number
}

/** How much more may be queued. */
export interface Room {
  /** Takes place for one more document of so many bytes; `false`: measure again, and if it still says so, there is none. */
  readonly take: (bytes: number) => boolean
  /** Counts bytes that are stored whether there is room or not: answers. */
  readonly spend: (bytes: number) => void
  /** What was found to be in use, before a document of so many bytes. */
  readonly measured: (used: Amount, bytes: number) => void
}

/**
 * Measuring takes time where there is much: a quarter of the room that was found is given away before it is measured
 * again, so that several who share a store pass its bounds by little.
 */
export function createRoom(max: Amount): Room {
  let documents = 0
  let bytes = 0
  return {
    take(size) {
      if (documents < 1 || bytes < size) return false
      documents--
      bytes -= size
      return true
    },
    spend(size) {
      bytes -= size
    },
    measured(used, size) {
      const left = max.bytes - used.bytes
      documents = Math.ceil((max.documents - used.documents) / 4)
      bytes = Math.max(Math.ceil(left / 4), size <= left ? size : 0)
    },
  }
}
