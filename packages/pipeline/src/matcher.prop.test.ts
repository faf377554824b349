import { fromText, type Item } from '@xeerkat/xml'
import { itemsOf, treeOf } from '@xeerkat/xslt'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createEvaluation, pattern } from './expression.ts'
import { defaultPipelineLimits } from './limits.ts'
import { createMatcher, createTreeMatcher, matchesIn, type Matcher } from './matcher.ts'
import { documents, patterns } from './fixtures/matching.ts'

const evaluation = createEvaluation({
  signal: new AbortController().signal,
  parameters: new Map(),
  limits: defaultPipelineLimits,
  capabilities: {},
})

/** What it says of every item, and of every attribute. */
function verdicts(items: Iterable<Item>, matcher: Matcher): readonly boolean[] {
  const said: boolean[] = []
  for (const item of items) {
    if (item.type === 'start-element') {
      said.push(matcher.enter(item), ...item.attributes.map((attribute, i) => matcher.attribute(attribute, i)))
    } else said.push(item.type === 'end-element' ? matcher.leave() : matcher.pass(item))
  }
  return said
}

test('a pattern of names matches the same in a stream as in a tree', () => {
  let matches = 0
  fc.assert(
    fc.property(documents, patterns, (document, text) => {
      const compiled = pattern(text, { p: 'urn:p' })
      const tree = treeOf(fromText(document).events())
      if (compiled.simple === undefined) throw new Error(`"${text}" should be simple`)
      const streamed = verdicts(itemsOf(tree), createMatcher(compiled.simple))
      expect(streamed).toEqual(verdicts(itemsOf(tree), createTreeMatcher(tree, matchesIn(tree, compiled, evaluation))))
      matches += streamed.filter(Boolean).length
    }),
    { numRuns: 500 },
  )
  expect(matches).toBeGreaterThan(100)
})
