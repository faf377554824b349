// How fast the VM is by itself: two of them in this process, joined in memory, and no network.
import { createMemoryMesh } from '@xeerkat/agent-vm/testing'
import { createVm, defineRole, type Engagement, roleIri } from '@xeerkat/agent-vm'
import { type Document, element } from '@xeerkat/xml'

const ECHO = roleIri('urn:xeerkat:bench:echo')
const WINDOW = 100

/** Messages that VMs took and dispatched per second: a question and its answer are two. */
export async function dispatchRate({ questions = 300_000 } = {}): Promise<number> {
  const mesh = createMemoryMesh()
  await using boss = createVm(mesh.peer())
  await using worker = createVm(mesh.peer(), { roles: [defineRole(ECHO, (document) => document)] })
  await using engagement = await boss.hire(worker.self, ECHO)
  const documents = Array.from({ length: 1_000 }, (_, count) => element('ping', { count }))
  await askAll(engagement, documents, questions / 10)
  const started = performance.now()
  await askAll(engagement, documents, questions)
  return Math.round((2_000 * questions) / (performance.now() - started))
}

/** Asks so many times, with a window of questions under way. */
async function askAll(engagement: Engagement, documents: readonly Document[], questions: number): Promise<void> {
  let asked = 0
  const line = async () => {
    while (asked < questions) await engagement.ask(documents[asked++ % documents.length] as Document)
  }
  await Promise.all(Array.from({ length: WINDOW }, line))
}
