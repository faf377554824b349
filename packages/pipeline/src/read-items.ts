import { createParser, type Item, type Parser } from '@xeerkat/xml'
import { createTreeBuilder, type XmlNode } from '@xeerkat/xslt'
import { PipelineError } from './errors.ts'
import type { PipelineLimits } from './limits.ts'

/** The items of a document that is at hand. */
export function* readItems(document: Uint8Array, { bytes, depth }: PipelineLimits): Generator<readonly Item[], void> {
  const parser = createParser({ bytes, depth })
  yield* take(parser, document)
  parser.close()
  yield taken(parser)
}

/** The items of a document as it comes in. */
export async function* readItemsAsync(
  pieces: AsyncIterable<Uint8Array>,
  { bytes, depth }: PipelineLimits,
): AsyncGenerator<readonly Item[], void> {
  const parser = createParser({ bytes, depth })
  for await (const piece of pieces) yield* take(parser, piece)
  parser.close()
  yield taken(parser)
}

/** Bytes of a run: of 64 Ki, so many items would be alive at once that the process grew by 70 MB. */
const RUN = 2 ** 14

function* take(parser: Parser, piece: Uint8Array): Generator<readonly Item[]> {
  for (let at = 0; at < piece.length; at += RUN) {
    parser.write(piece.subarray(at, at + RUN))
    yield taken(parser)
  }
}

function taken(parser: Parser): readonly Item[] {
  const run: Item[] = []
  for (let item = parser.next(); item !== undefined; item = parser.next()) run.push(item)
  return run
}

/** Builds a tree of runs of items, and counts its nodes. */
export interface TreeOfRuns {
  readonly add: (run: readonly Item[]) => void
  readonly document: XmlNode
}

export function createTreeOfRuns({ nodes: most }: PipelineLimits): TreeOfRuns {
  const builder = createTreeBuilder()
  let nodes = 0
  return {
    document: builder.document,
    add(run) {
      for (const item of run) {
        if (item.type === 'start-element') nodes += 1 + item.attributes.length
        else if (item.type !== 'end-element') nodes++
        if (nodes > most) {
          throw new PipelineError('ERR_PIPELINE_LIMIT', `the document has more than ${most} nodes (limit "nodes")`)
        }
        builder.add(item)
      }
    },
  }
}

export function readTree(runs: Iterable<readonly Item[]>, limits: PipelineLimits): XmlNode {
  const tree = createTreeOfRuns(limits)
  for (const run of runs) tree.add(run)
  return tree.document
}
