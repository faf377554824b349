import type { PipelineLimits } from '@xeerkat/pipeline'
import { createParser } from '@xeerkat/xml'

/**
 * A document as it comes, byte for byte, and each piece only once the next one is sound: of a small document nothing is
 * seen that is not well-formed.
 * @throws XmlError where it is not
 */
export async function* wellFormed(
  pieces: AsyncIterable<Uint8Array>,
  { bytes, depth }: Pick<PipelineLimits, 'bytes' | 'depth'>,
): AsyncGenerator<Uint8Array> {
  const parser = createParser({ bytes, depth })
  let held: Uint8Array | undefined
  for await (const piece of pieces) {
    parser.write(piece)
    while (parser.next() !== undefined);
    if (held !== undefined) yield held
    held = piece
  }
  parser.close()
  while (parser.next() !== undefined);
  if (held !== undefined) yield held
}
