import { fromBytes, type Item } from '@xeerkat/xml'
import { concat } from './bytes.ts'
import { countItems } from './count-items.ts'
import { PipelineError } from './errors.ts'
import { fromDocument } from './from-document.ts'
import { fromTree } from './from-tree.ts'
import type { Infoset } from './infoset.ts'
import { defaultPipelineLimits, type PipelineLimits } from './limits.ts'
import { createTreeOfRuns, readItemsAsync } from './read-items.ts'
import { createItemWriter, tooMuch } from './write-items.ts'

/** An infoset of items as they are made; their size and depth are counted as they pass. */
export function fromItems(
  runs: AsyncIterable<readonly Item[]>,
  limits: PipelineLimits = defaultPipelineLimits,
): Infoset {
  return once(
    { items: () => countItems(runs, limits), bytes: () => writeItems(countItems(runs, limits), limits) },
    limits,
  )
}

/** An infoset of a document as its bytes come in. */
export function fromPieces(pieces: AsyncIterable<Uint8Array>, limits: PipelineLimits = defaultPipelineLimits): Infoset {
  return once({ items: () => readItemsAsync(pieces, limits), bytes: () => countBytes(pieces, limits) }, limits)
}

/** Read once, until it is held as a tree or a document: then as often as one likes. */
function once({ items, bytes }: Pick<Infoset, 'items' | 'bytes'>, limits: PipelineLimits): Infoset {
  let taken = false
  let held: Promise<Infoset> | undefined
  return {
    items: () => (held === undefined ? take(items) : later(held, (infoset) => infoset.items())),
    bytes: () => (held === undefined ? take(bytes) : later(held, (infoset) => infoset.bytes())),
    tree: async () => (await (held ??= holdTree())).tree(),
    document: async () => (await (held ??= holdDocument())).document(),
  }

  function take<T>(read: () => T): T {
    if (taken) {
      throw new PipelineError(
        'ERR_PIPELINE_STEP',
        'a document that streams is read twice; ask for its tree or document',
      )
    }
    taken = true
    return read()
  }

  async function holdTree(): Promise<Infoset> {
    const tree = createTreeOfRuns(limits)
    for await (const run of take(items)) tree.add(run)
    return fromTree(tree.document, limits)
  }

  async function holdDocument(): Promise<Infoset> {
    const pieces: Uint8Array[] = []
    for await (const piece of take(bytes)) pieces.push(piece)
    return fromDocument(fromBytes(concat(pieces), { limits }), limits)
  }
}

async function* later<T>(held: Promise<Infoset>, read: (infoset: Infoset) => AsyncIterable<T>): AsyncGenerator<T> {
  yield* read(await held)
}

async function* writeItems(
  runs: AsyncIterable<readonly Item[]>,
  limits: PipelineLimits,
): AsyncGenerator<Uint8Array, void> {
  const writer = createItemWriter(limits)
  for await (const run of runs) yield writer.write(run)
  writer.close()
}

async function* countBytes(pieces: AsyncIterable<Uint8Array>, { bytes }: PipelineLimits): AsyncGenerator<Uint8Array> {
  let size = 0
  for await (const piece of pieces) {
    size += piece.length
    if (size > bytes) throw tooMuch(bytes)
    yield piece
  }
}
