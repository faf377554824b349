// The least that framing can be: an unsigned varint and that many bytes. It owes nothing to packages/mesh, whose cost it
// is compared with.

/** Calls `onFrame` for each whole frame in the bytes pushed. */
export function createUnframer(onFrame: (frame: Buffer) => void): (chunk: Uint8Array) => void {
  let rest: Buffer | undefined
  return (chunk) => {
    let bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    if (rest !== undefined) bytes = Buffer.concat([rest, bytes])
    let at = 0
    for (;;) {
      let length = 0
      let start = at
      let shift = 0
      let whole = false
      while (start < bytes.length && !whole) {
        const byte = bytes[start++] ?? 0
        length |= (byte & 0x7f) << shift
        shift += 7
        whole = byte < 0x80
      }
      if (!whole || start + length > bytes.length) break
      onFrame(bytes.subarray(start, start + length))
      at = start + length
    }
    rest = at < bytes.length ? bytes.subarray(at) : undefined
  }
}

/** A frame around these bytes. */
export function framed(bytes: Uint8Array): Buffer {
  const prefix: number[] = []
  let rest = bytes.length
  for (; rest > 0x7f; rest >>>= 7) prefix.push((rest & 0x7f) | 0x80)
  prefix.push(rest)
  return Buffer.concat([Buffer.from(prefix), bytes])
}

/** Collects what is sent in one turn and writes it at once. */
export function createCoalescer(write: (bytes: Buffer) => void): (bytes: Buffer) => void {
  let queue: Buffer[] = []
  const flush = () => {
    const all = queue
    queue = []
    write(Buffer.concat(all))
  }
  return (bytes) => {
    if (queue.length === 0) setImmediate(flush)
    queue.push(bytes)
  }
}
