// A role module as somebody else would write it: every way a role can behave, in threads of the tests beside.
import { defineRole, type Role, roleIri } from '@xeerkat/agent-vm'
import { attribute, element, fromBytes } from '@xeerkat/xml'

const name = (local: string): string => `urn:test:${local}`

const roles: readonly Role[] = [
  defineRole(name('echo'), (document) => document, { title: 'Echo', accepts: [{ namespace: '', localName: 'hello' }] }),
  defineRole(name('silent'), () => undefined),
  defineRole(name('throws'), () => {
    throw Object.assign(new Error('it is Monday'), { code: 'ERR_MONDAY' })
  }),
  defineRole(name('loops'), () => {
    for (;;);
  }),
  defineRole(name('exits'), () => process.exit(3)),
  defineRole(name('eats'), () => {
    const all: unknown[] = []
    for (;;) all.push(Array.from({ length: 10_000 }, () => ({})))
  }),
  defineRole(name('attachments'), (document) =>
    fromBytes(document.bytes, {
      attachments: document.attachments.map((part) => ({ ...part, bytes: part.bytes.toReversed() })),
    }),
  ),
  defineRole(name('context'), async (document, { send, progress, resign, employer }) => {
    progress(1, 2)
    await send(element('from', { employer }))
    console.log('a line')
    if (attribute(document, 'resign') === 'true') resign('busy')
    return element('done')
  }),
  defineRole(name('delegates'), async (document, { delegate }) => {
    const pings = Array.from({ length: Number(attribute(document, 'count')) }, (_, n) => element('ping', { n }))
    let right = 0
    for await (const { request, document: answer } of delegate(roleIri(name('echo')), pings, { limit: 2 }))
      if (answer !== undefined && attribute(answer, 'n') === attribute(request, 'n')) right++
    return element('delegated', { right })
  }),
  defineRole(name('recruits'), async (_document, { recruit }) => {
    for await (const engagement of recruit(roleIri(name('echo')), { limit: 1 })) {
      const answer = await engagement.ask(element('ping', { n: 7 }))
      const ended = await engagement.dismiss()
      return element('recruited', { n: attribute(answer, 'n'), how: ended.how, worker: engagement.worker })
    }
    return undefined
  }),
  {
    iri: roleIri(name('counts')),
    engage: () => {
      let count = 0
      return () => element('count', { is: ++count })
    },
  },
]

export default roles
