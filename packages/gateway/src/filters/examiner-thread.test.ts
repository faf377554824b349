import { compileSchema, fromBytes, fromText } from '@xeerkat/xml'
import { expect, it, vi } from 'vitest'
import { createExaminer } from './examiner.ts'
import { createThreadedExaminer } from './examiner-thread.ts'

// A thread takes its time to start on a busy machine.
vi.setConfig({ testTimeout: 30_000 })

const SCHEMA = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:element name="sum"><xs:complexType><xs:attribute name="a" type="xs:int" use="required"/></xs:complexType></xs:element>
</xs:schema>`

it('says in a thread what it says here', async () => {
  const limits = { depth: 3 }
  await using near = createExaminer(compileSchema)
  await using far = createThreadedExaminer({ limits })
  for (const text of ['<sum a="1"/>', '<sum a="x"/>', '<other/>', '<a><b><c/></b></a>']) {
    const document = fromText(text, { limits })
    expect(await far.wellFormed(document)).toEqual(await near.wellFormed(document))
    expect(await far.valid(document, SCHEMA)).toEqual(await near.valid(document, SCHEMA))
  }
  for (const text of ['<a>', '<a><b><c><d/></c></b></a>', '<!DOCTYPE a><a/>']) {
    const document = fromBytes(new TextEncoder().encode(text), { limits })
    const rejection = await near.wellFormed(document)
    expect(rejection).toMatchObject({ code: 'not-well-formed' })
    expect(await far.wellFormed(document)).toEqual(rejection)
  }
})

it('what takes too long is refused, and what comes after it is examined', async () => {
  await using examiner = createThreadedExaminer({ limits: {}, patience: 200 })
  const costly = fromText(`<sum>${'<![CDATA[]]>'.repeat(1_000_000)}</sum>`)
  expect(await examiner.valid(costly, SCHEMA)).toMatchObject({ code: 'too-large' })
  await expect.poll(() => examiner.wellFormed(fromText('<sum a="1"/>')), { timeout: 20_000 }).toBe(undefined)
})

it('a thread that has nothing to do ends, and is there again when it is needed', async () => {
  await using examiner = createThreadedExaminer({ limits: {}, idle: 0 })
  for (let i = 0; i < 3; i++) expect(await examiner.wellFormed(fromText('<a/>'))).toBe(undefined)
})
