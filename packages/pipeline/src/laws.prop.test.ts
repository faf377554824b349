import { fromBytes, fromText } from '@xeerkat/xml'
import { parseTree, type XmlNode } from '@xeerkat/xslt'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { xpath, pattern } from './expression.ts'
import { gather, load } from './fixtures/pipelines.ts'
import { fromPieces } from './from-stream.ts'
import { streaming } from './functions.ts'
import { type Pipeline, pipeline } from './pipeline.ts'
import type { Stage } from './step.ts'
import { identity } from './steps/identity.ts'
import { route } from './steps/route.ts'
import { subtree } from './steps/subtree.ts'
import { template } from './steps/template.ts'
import { trap } from './steps/trap.ts'

/** The same step as a pipeline document says it, and as TypeScript does. */
interface Both {
  readonly xml: string
  readonly stage: () => Stage
}

const contentOf = (text: string): XmlNode => parseTree(text).children[0]!

const steps: fc.Arbitrary<readonly Both[]> = fc.letrec<{ steps: readonly Both[]; step: Both }>((tie) => ({
  steps: fc.array(tie('step'), { maxLength: 3 }),
  step: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant<Both>({ xml: '<p:identity/>', stage: identity }),
    fc
      .constantFrom('<a n="{count(//*)}"/>', '<b><a/><a/></b>', '<c>{1}</c>')
      .map((text): Both => ({ xml: `<p:template>${text}</p:template>`, stage: () => template(contentOf(text)) })),
    fc
      .tuple(fc.constantFrom('/a', '//a', 'count(//a) > 1'), tie('steps'), tie('steps'))
      .map(([test, yes, no]): Both => ({
        xml: `<p:route><p:when test="${test.replace('>', '&gt;')}">${xmlOf(yes)}</p:when><p:otherwise>${xmlOf(no)}</p:otherwise></p:route>`,
        stage: () => route([{ test: xpath(test), steps: stagesOf(yes) }], stagesOf(no)),
      })),
    fc.tuple(fc.constantFrom('a', '/b', 'b/a', 'a[1]'), tie('steps')).map(([select, inner]): Both => ({
      xml: `<p:subtree select="${select}">${xmlOf(inner)}</p:subtree>`,
      stage: () => subtree(pattern(select), stagesOf(inner)),
    })),
    fc.tuple(tie('steps'), tie('steps')).map(([body, handler]): Both => ({
      xml: `<p:trap>${xmlOf(body)}<p:on-error>${xmlOf(handler)}</p:on-error></p:trap>`,
      stage: () => trap(stagesOf(body), { onError: stagesOf(handler) }),
    })),
  ),
})).steps

const xmlOf = (all: readonly Both[]): string => all.map(({ xml }) => xml).join('')
const stagesOf = (all: readonly Both[]): readonly Stage[] => all.map(({ stage }) => stage())

const documents = fc.constantFrom('<a/>', '<b><a>1</a><a><a/></a></b>', `<a x='1'>\n<b/></a>`, '<c/>')

async function outcome(made: Pipeline, input: string): Promise<string> {
  return (await made.receive(fromText(input))).text
}

test('a pipeline means the same in XML and in TypeScript, and is explained the same', async () => {
  await fc.assert(
    fc.asyncProperty(steps, documents, async (all, input) => {
      using loaded = await load(xmlOf(all))
      const built = pipeline({ name: loaded.name, steps: stagesOf(all) })
      expect(await outcome(loaded, input)).toBe(await outcome(built, input))
      expect(shapeOf(built.stage)).toEqual(shapeOf(loaded.stage))
    }),
    { numRuns: 60 },
  )
})

function shapeOf({ name, detail, holds, stages }: Stage): unknown {
  return { name, detail, holds, stages: stages?.map(shapeOf) }
}

test('identities change no byte of anything, XML or not, however it comes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.nat(3), async (bytes, length) => {
      const made = pipeline({ name: 'echo', steps: Array.from({ length }, identity) })
      expect((await made.run(fromBytes(bytes))).bytes).toEqual(bytes)
      const pieces = await gather((await made.stream(fromPieces(cut(bytes)))).bytes())
      expect(new Uint8Array(pieces.flatMap((piece) => [...piece]))).toEqual(bytes)
    }),
    { numRuns: 50 },
  )
})

async function* cut(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7)
}

test('however its bytes are cut, a document streams to the same items', async () => {
  const text = '<a é="1"><b>t&amp;ü</b><!--c--><b xmlns="urn:b"/></a>'
  const bytes = new TextEncoder().encode(text)
  const copy = streaming((runs) => runs)
  const made = pipeline({ name: 'copy', steps: [copy] })
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), async (sizes) => {
      async function* pieces(): AsyncGenerator<Uint8Array> {
        for (let at = 0, i = 0; at < bytes.length; i++) yield bytes.subarray(at, (at += sizes[i % sizes.length]!))
      }
      const out = await gather((await made.stream(fromPieces(pieces()))).bytes())
      expect(new TextDecoder().decode(new Uint8Array(out.flatMap((piece) => [...piece])))).toBe(text)
    }),
    { numRuns: 50 },
  )
})
