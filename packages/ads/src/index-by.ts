/** Many values under each key; a key without values takes no room. */
export interface Index<K, V> {
  readonly add: (key: K, value: V) => void
  readonly delete: (key: K, value: V) => void
  readonly get: (key: K) => Iterable<V>
}

export function createIndex<K, V>(): Index<K, V> {
  const sets = new Map<K, Set<V>>()
  return {
    add(key, value) {
      const set = sets.get(key)
      if (set === undefined) sets.set(key, new Set([value]))
      else set.add(value)
    },
    delete(key, value) {
      const set = sets.get(key)
      set?.delete(value)
      if (set?.size === 0) sets.delete(key)
    },
    get: (key) => sets.get(key) ?? [],
  }
}
