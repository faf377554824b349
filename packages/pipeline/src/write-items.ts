import { createWriter, type Item } from '@xeerkat/xml'
import { PipelineError } from './errors.ts'
import type { PipelineLimits } from './limits.ts'

/** Writes items as the UTF-8 of one document. */
export interface ItemWriter {
  /** @throws PipelineError for what makes it no document; XmlError for what XML cannot carry. */
  readonly write: (run: readonly Item[]) => Uint8Array
  /** Nothing more comes: throws if that was no document. */
  readonly close: () => void
}

const encoder = new TextEncoder()

export function createItemWriter({ bytes: most }: PipelineLimits): ItemWriter {
  const writer = createWriter()
  let depth = 0
  let root: string | undefined
  let size = 0

  return {
    write(run) {
      for (const item of run) {
        if (depth === 0 && !checkTop(item)) continue
        if (item.type === 'start-element') depth++
        else if (item.type === 'end-element') depth--
        writer.write(item)
      }
      const piece = encoder.encode(writer.take(false))
      size += piece.length
      if (size > most) throw tooMuch(most)
      return piece
    },
    close() {
      writer.take(true)
      if (root === undefined) throw notADocument('it has no element')
    },
  }

  /** Outside the document element: may it stand there? White space is left out. */
  function checkTop(item: Item): boolean {
    if (item.type === 'text') {
      if (item.text.trim() !== '') throw notADocument(`"${item.text.trim().slice(0, 40)}" stands outside its element`)
      return false
    }
    if (item.type !== 'start-element') return true
    if (root !== undefined)
      throw notADocument(`<${item.localName}> comes after <${root}>, and only one may be outermost`)
    root = item.localName
    return true
  }
}

export function tooMuch(most: number): PipelineError {
  return new PipelineError('ERR_PIPELINE_LIMIT', `a step makes more than ${most} bytes of a document (limit "bytes")`)
}

function notADocument(why: string): PipelineError {
  return new PipelineError('ERR_PIPELINE_STEP', `what the steps made is no XML document: ${why}`)
}
