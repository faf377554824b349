import { defineRole } from '@xeerkat/agent-vm'
import { forEach, loadPipeline, pattern, pipeline, remove, streaming } from '@xeerkat/pipeline'

/** A step: text in capitals, as it streams by. */
const capitals = streaming(async function* capitals(runs) {
  for await (const run of runs)
    yield run.map((item) => (item.type === 'text' ? { ...item, text: item.text.toUpperCase() } : item))
})

const headlines = pipeline({
  name: 'headlines',
  steps: [remove(pattern('comment()')), forEach(pattern('title'), [capitals])],
})

/** Titles in capitals, and nothing of what editors told each other. */
const role = defineRole('urn:example:headlines', headlines.receive, {
  accepts: [{ namespace: '', localName: 'page', example: '<page><title>Ping</title></page>' }],
})

/** The same step for pipeline documents: `<t:capitals xmlns:t="urn:example:text"/>`. */
const capitalsType = { namespace: 'urn:example:text', localName: 'capitals', compile: () => capitals }

const shouting = await loadPipeline(
  `<p:pipe name="shouting" xmlns:p="http://www.smallx.com/Vocabulary/Pipeline/2005/1/0">
    <t:capitals xmlns:t="urn:example:text"/>
  </p:pipe>`,
  { steps: [capitalsType] },
)

export default [role, defineRole('urn:example:shouting', shouting.receive)]
