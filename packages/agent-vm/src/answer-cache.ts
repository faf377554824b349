import type { MessageId } from './iris.ts'
import type { Frame } from './message.ts'

/** The last answers of one engagement, for an employer that asks again because an answer got lost. */
export interface AnswerCache {
  readonly get: (id: MessageId) => Frame | undefined
  readonly keep: (id: MessageId, answer: Frame) => void
  readonly clear: () => void
}

/** The newest answer is kept whatever its size; older ones as long as there is room. */
export function createAnswerCache({ maxAnswers = 256, maxBytes = 16 << 20 } = {}): AnswerCache {
  const answers = new Map<MessageId, Frame>()
  let bytes = 0

  function drop(id: MessageId, answer: Frame) {
    answers.delete(id)
    bytes -= sizeOf(answer)
  }

  return {
    get: (id) => answers.get(id),
    keep(id, answer) {
      const before = answers.get(id)
      if (before) drop(id, before)
      answers.set(id, answer)
      bytes += sizeOf(answer)
      if (answers.size <= maxAnswers && bytes <= maxBytes) return
      for (const [oldest, old] of answers) {
        if (answers.size === 1 || (answers.size <= maxAnswers && bytes <= maxBytes)) return
        drop(oldest, old)
      }
    },
    clear() {
      answers.clear()
      bytes = 0
    },
  }
}

function sizeOf({ document }: Frame): number {
  return document?.bytes.length ?? 0
}
