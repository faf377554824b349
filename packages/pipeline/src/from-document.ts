import type { Document } from '@xeerkat/xml'
import type { XmlNode } from '@xeerkat/xslt'
import type { Infoset } from './infoset.ts'
import { defaultPipelineLimits, type PipelineLimits } from './limits.ts'
import { readItems, readTree } from './read-items.ts'

/** An infoset of a document, which it stays until a step wants something else. */
export function fromDocument(document: Document, limits: PipelineLimits = defaultPipelineLimits): Infoset {
  let tree: XmlNode | undefined
  return {
    async *items() {
      yield* readItems(document.bytes, limits)
    },
    async *bytes() {
      yield document.bytes
    },
    // oxlint-disable-next-line typescript/require-await -- throws what is wrong into the promise
    tree: async () => (tree ??= readTree(readItems(document.bytes, limits), limits)),
    document: () => Promise.resolve(document),
  }
}
