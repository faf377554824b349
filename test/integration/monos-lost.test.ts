import type { Role } from '@xeerkat/agent-vm'
import { MONOS_WORKER, monosWorker } from '@xeerkat/roles/monos'
import { expect, test } from 'vitest'
import { componentsText, createGrid, eager, idealOf, request, sha256, vector } from './monos-stage.ts'

/** Resigns while it has its second slice. */
function deserter(left: () => void): Role {
  return {
    iri: MONOS_WORKER,
    engage(context) {
      const honest = monosWorker.engage(context)
      let tasks = 0
      return (task) => {
        if (tasks++ === 0) return honest(task)
        left()
        context.resign('shutting-down')
        return undefined
      }
    },
  }
}

/** Crashes over every slice. */
const crashing: Role = {
  iri: MONOS_WORKER,
  engage: () => () => {
    throw new Error('a bug')
  },
}

test('a worker that leaves in the middle costs nothing but time', async () => {
  let left = 0
  await using grid = await createGrid([deserter(() => left++), monosWorker])
  const result = await grid.solve(request('irreducible-decomposition', idealOf('s08-match6')))
  expect(sha256(componentsText(result))).toBe(vector('s08-match6').ops['irreducible']?.sha256)
  expect(left).toBeGreaterThan(0)
})

test('workers that crash over every slice leave all of it to the coordinator', async () => {
  await using grid = await createGrid([crashing, crashing, crashing])
  const result = await grid.solve(request('irreducible-decomposition', idealOf('s03-generic-v4g40')))
  expect(sha256(componentsText(result))).toBe(vector('s03-generic-v4g40').ops['irreducible']?.sha256)
  expect(result.summary).toMatchObject({ peers: 0, verified: 'proof' })
})

test('a worker whose peer is gone from one moment to the next is done without', async () => {
  let asked: () => void
  const first = new Promise<void>((resolve) => (asked = resolve))
  const stuck: Role = { iri: MONOS_WORKER, engage: () => () => (asked(), new Promise<never>(() => {})) }
  await using grid = await createGrid([stuck, monosWorker])
  const answer = grid.solve(request('irreducible-decomposition', idealOf('s08-match6')))
  await first
  await grid.workers[0]?.peer[Symbol.asyncDispose]()
  expect(sha256(componentsText(await answer))).toBe(vector('s08-match6').ops['irreducible']?.sha256)
})

test('when the engagement ends, so does the computation, and no worker is kept', async () => {
  let asked: () => void
  const first = new Promise<void>((resolve) => (asked = resolve))
  const seen: AbortSignal[] = []
  const watched: Role = {
    iri: MONOS_WORKER,
    engage(context) {
      seen.push(context.signal)
      const honest = monosWorker.engage(context)
      return (task) => (asked(), honest(task))
    },
  }
  await using grid = await createGrid([watched], eager)
  const answer = grid.ask(request('irreducible-decomposition', idealOf('L02-rand-v6g400')))
  answer.catch(() => {})
  await first
  await grid.engagement.dismiss()
  await expect(answer).rejects.toMatchObject({ code: 'ERR_WORKER_LOST' })
  for (const signal of seen)
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve))
})

test('a worker with little patience gives back what is left, and nothing is lost', async () => {
  await using grid = await createGrid([monosWorker, monosWorker], { ...eager, patience: 1, quorum: 1 })
  const result = await grid.solve(request('irreducible-decomposition', idealOf('s08-match6')))
  expect(sha256(componentsText(result))).toBe(vector('s08-match6').ops['irreducible']?.sha256)
})
