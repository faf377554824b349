import { fromText } from '@xeerkat/xml'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { errorContext } from '../../error-context.ts'
import { type Pattern, pattern } from '../../expression.ts'
import { documents, elementPatterns, patterns } from '../../fixtures/matching.ts'
import { fromPieces } from '../../from-stream.ts'
import { pipeline } from '../../pipeline.ts'
import type { Stage } from '../../step.ts'
import { aggregate } from './aggregate.ts'
import { addAttribute } from './attributes.ts'
import { remove } from './delete.ts'
import { forEach } from './for-each.ts'
import { insert } from './insert.ts'
import { rename } from './rename.ts'
import { replace } from './replace.ts'
import { unwrap } from './unwrap.ts'
import { wrap } from './wrap.ts'

const made = { prefix: 'q', localName: 'made', namespace: 'urn:q' }
const plain = { prefix: '', localName: 'plain', namespace: '' }
const content = [...fromText('<new>!</new>').events()]

const ofElements: Readonly<Record<string, (match: Pattern) => Stage>> = {
  'add-attribute': (match) => addAttribute(match, { name: plain, value: '1' }),
  aggregate: (match) => aggregate(match, plain),
  'aggregate with count': (match) => aggregate(match, made, { count: plain }),
  'for-each': (match) => forEach(match, [rename(pattern('/*'), made)]),
  'for-each with collect': (match) => forEach(match, [unwrap(pattern('a'))], { collect: made }),
  'insert first-child': (match) => insert(match, content, 'first-child'),
  'insert last-child': (match) => insert(match, content, 'last-child'),
  'insert after': (match) => insert(match, content),
  'insert before': (match) => insert(match, content, 'before'),
  rename: (match) => rename(match, made),
  'rename into no namespace': (match) => rename(match, plain),
  replace: (match) => replace(match, content),
  unwrap: unwrap,
  wrap: (match) => wrap(match, made),
}

/** What a step makes of a document, or why it makes none. */
async function result(stage: Stage, document: string, size: number): Promise<string> {
  try {
    using made = pipeline({ name: 'test', steps: [stage] })
    const output = await made.stream(fromPieces(pieces(document, size)))
    return (await output.document()).text
  } catch (error) {
    return errorContext(error).text
  }
}

async function* pieces(document: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(document)
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size))
}

const sizes = fc.constantFrom(1, 7, 1000)

test.each(Object.entries(ofElements))(
  '%s makes the same of a stream, in whatever pieces it comes, as of a tree',
  async (_, step) => {
    await fc.assert(
      fc.asyncProperty(documents, elementPatterns, sizes, async (document, text, size) => {
        const match = pattern(text, { p: 'urn:p' })
        const ofStream = step(match)
        const ofTree = step({ ...match, simple: undefined })
        expect(await result(ofStream, document, size)).toBe(await result(ofTree, document, 1000))
      }),
      { numRuns: 60 },
    )
  },
)

test('delete makes the same of a stream as of a tree, whatever it deletes', async () => {
  await fc.assert(
    fc.asyncProperty(documents, patterns, sizes, async (document, text, size) => {
      const match = pattern(text, { p: 'urn:p' })
      const ofTree = remove({ ...match, simple: undefined })
      expect(await result(remove(match), document, size)).toBe(await result(ofTree, document, 1000))
    }),
    { numRuns: 300 },
  )
})
