import { roleIri } from '@xeerkat/agent-vm'
import { attribute, childElements, element, fromTree, textContent } from '@xeerkat/xml'

const words = roleIri('urn:example:words')

/** The ways to count, the best first: when each can be taken, and how it takes some of the texts and counts their words. */
const shared = { name: 'shared', fits: (workers) => workers.size > 0, count: countShared }
const alone = { name: 'alone', fits: () => true, count: countAlone }
const strategies = [shared, alone]

/** Counts the words of many texts: by others as long as there are any, else by itself. It says how it went about it. */
export default {
  iri: roleIri('urn:example:census'),
  accepts: [{ namespace: '', localName: 'census', example: '<census><text>to be</text><text>or not</text></census>' }],
  engage({ recruit }) {
    const workers = new Set()
    void gather(recruit, workers)
    return async (census) => {
      const texts = childElements(census.tree(), 'text')
      const chosen = []
      let count = 0
      // Chosen anew each time: workers come and go.
      while (texts.length > 0) {
        const strategy = strategies.find(({ fits }) => fits(workers)) ?? alone
        if (strategy.name !== chosen.at(-1)) chosen.push(strategy.name)
        count += await strategy.count(texts, workers)
      }
      return element('words', { count, strategy: chosen.join(' ') })
    }
  },
}

/** Keeps whoever can be hired, as long as they stay. */
async function gather(recruit, workers) {
  for await (const worker of recruit(words, { limit: 4 })) {
    workers.add(worker)
    void worker.ended.then(() => workers.delete(worker))
  }
}

async function countAlone(texts) {
  const text = texts.shift()
  // A turn for the network: who can be hired is heard of between two texts.
  await new Promise((resolve) => setTimeout(resolve))
  return textContent(text).match(/\S+/g)?.length ?? 0
}

/** One text for each worker. */
async function countShared(texts, workers) {
  const pairs = Array.from(workers)
    .slice(0, texts.length)
    .map((worker) => ({ worker, text: texts.shift() }))
  let sum = 0
  await Promise.all(
    pairs.map(async ({ worker, text }) => {
      const answer = await worker.ask(fromTree(text)).catch(() => undefined)
      const count = Number(answer && attribute(answer, 'count'))
      if (Number.isSafeInteger(count)) return (sum += count)
      // Lost, or not to be believed: somebody else counts it.
      workers.delete(worker)
      void worker.dismiss()
      texts.push(text)
    }),
  )
  return sum
}
