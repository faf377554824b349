import { type Document, fromBytes, type Item } from '@xeerkat/xml'
import { itemsOf, type XmlNode } from '@xeerkat/xslt'
import type { Infoset } from './infoset.ts'
import { defaultPipelineLimits, type PipelineLimits } from './limits.ts'
import { concat } from './bytes.ts'
import { createItemWriter } from './write-items.ts'

/** An infoset of a tree, given by its document node. */
export function fromTree(tree: XmlNode, limits: PipelineLimits = defaultPipelineLimits): Infoset {
  let document: Document | undefined
  return {
    async *items() {
      yield* runsOf(tree)
    },
    async *bytes() {
      yield* write(tree, limits)
    },
    tree: () => Promise.resolve(tree),
    // oxlint-disable-next-line typescript/require-await -- throws what is wrong into the promise
    document: async () => (document ??= fromBytes(concat([...write(tree, limits)]), { limits })),
  }
}

/** Items in one run. */
const RUN = 1024

function* runsOf(tree: XmlNode): Generator<readonly Item[]> {
  let run: Item[] = []
  for (const item of itemsOf(tree)) {
    run.push(item)
    if (run.length < RUN) continue
    yield run
    run = []
  }
  yield run
}

function* write(tree: XmlNode, limits: PipelineLimits): Generator<Uint8Array> {
  const writer = createItemWriter(limits)
  for (const run of runsOf(tree)) yield writer.write(run)
  writer.close()
}
