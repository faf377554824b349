import type { Item } from '@xeerkat/xml'
import { expect, test } from 'vitest'
import { pattern } from './expression.ts'
import { fromPieces } from './from-stream.ts'
import { streaming } from './functions.ts'
import { defaultPipelineLimits } from './limits.ts'
import { pipeline } from './pipeline.ts'
import type { StepLike } from './step.ts'
import { identity } from './steps/identity.ts'
import { subtree } from './steps/subtree.ts'

const PIECES = 400
const row = new TextEncoder().encode('<row n="1"><cell>some text</cell><cell/></row>\n'.repeat(50))
const limits = { ...defaultPipelineLimits, bytes: Infinity }

/** Elements that some step holds: made, and not yet written. */
interface Held {
  now: number
  most: number
}

/** Counts items as the parser makes them, and as the last step gives them away. */
function counted(steps: readonly StepLike[], held: Held) {
  const made = streaming(async function* made(runs) {
    for await (const run of runs) {
      held.now += run.length
      held.most = Math.max(held.most, held.now)
      yield run
    }
  })
  const gone = streaming(async function* gone(runs) {
    for await (const run of runs) {
      yield run
      held.now -= run.length
    }
  })
  return pipeline({ name: 'counted', steps: [made, ...steps, gone], limits })
}

/** A document of 1 MB; says how many of its pieces were asked for. */
function source(asked: { count: number }) {
  async function* pieces(): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode('<rows>')
    for (let i = 0; i < PIECES; i++) {
      asked.count++
      yield row
    }
    yield new TextEncoder().encode('</rows>')
  }
  return fromPieces(pieces(), limits)
}

const rename = streaming(async function* rename(runs) {
  for await (const run of runs) {
    yield run.map((item): Item =>
      item.type === 'start-element' || item.type === 'end-element'
        ? { ...item, localName: `x${item.localName}` }
        : item,
    )
  }
})

test.each<[string, readonly StepLike[]]>([
  ['identity and a rename', [identity(), rename, identity()]],
  ['a chain of renames', [rename, rename, rename, rename]],
  ['a subtree for each row', [subtree(pattern('row'), [identity()])]],
])(
  '%s: what is held at once does not grow with the document',
  async (_, steps) => {
    const held = { now: 0, most: 0 }
    const asked = { count: 0 }
    let bytes = 0
    for await (const piece of (await counted(steps, held).stream(source(asked))).bytes()) bytes += piece.length
    expect(asked.count).toBe(PIECES)
    expect(bytes).toBeGreaterThan(PIECES * row.length * 0.9)
    // Of 140,000 items; those of one piece are 350.
    expect(held.most).toBeLessThan(2000)
  },
  60_000,
)

test('a reader that is slow slows the source: no piece is taken before it is asked for', async () => {
  const asked = { count: 0 }
  const output = (await pipeline({ name: 'x', steps: [rename, rename], limits }).stream(source(asked))).bytes()
  const reader = output[Symbol.asyncIterator]()
  for (let i = 0; i < 20; i++) await reader.next()
  expect(asked.count).toBeLessThanOrEqual(20)
  await reader.return?.()
})
