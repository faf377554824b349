import { peerIri } from '@xeerkat/agent-vm'
import { fromText } from '@xeerkat/xml'
import { expect, test } from 'vitest'
import { monomials } from '../monomial/monomials.ts'
import { type Slice, wholeSlice } from '../monomial/split.ts'
import { createBoard, HOME, type Task } from './board.ts'
import { createMeter } from './meter.ts'

const [a, b, c] = ['a', 'b', 'c'].map(peerIri) as [
  ReturnType<typeof peerIri>,
  ReturnType<typeof peerIri>,
  ReturnType<typeof peerIri>,
]
const slice = wholeSlice(monomials(2, [[2n, 1n]]))
const both = monomials(2, [
  [0n, 1n],
  [2n, 0n],
])
const one = { ...both, length: 1, ranks: both.ranks.slice(0, 2) }
const answer = fromText('<answer/>')

function boardOf(required: number, slices: readonly Slice[] = [slice]) {
  const board = createBoard(required)
  board.add(slices, 1)
  return board
}

function taken(task: Task | undefined): Task {
  if (task === undefined) throw new Error('nothing to take')
  return task
}

test('the largest slice goes first, and home takes even what others are at', () => {
  const board = boardOf(1, [
    { ...slice, work: 1 },
    { ...slice, work: 5 },
  ])
  expect(board.take(a)?.slice.work).toBe(5)
  expect(board.take(b)?.slice.work).toBe(1)
  expect(board.take(c)).toBeUndefined()
  expect(board.take(HOME)?.slice.work).toBe(5)
})

test('where two have to agree nobody is asked twice, and answers wait for each other', () => {
  const board = boardOf(2)
  const task = taken(board.take(a))
  expect(board.take(a)).toBeUndefined()
  expect(board.hear(task, a, answer)).toEqual([])
  expect(board.take(a)).toBeUndefined()
  expect(taken(board.take(b))).toBe(task)
  expect(board.take(c)).toBeUndefined()
  expect(board.hear(task, b, answer).map(([by]) => by)).toEqual([a, b])
  board.claim(task, { by: a, list: both })
  expect(board.open()).toBe(1)
  board.claim(task, { by: b, list: both })
  expect([board.open(), board.done()]).toEqual([0, 1])
})

test('whose list lacks what another has is a liar, and home decides', () => {
  const board = boardOf(2)
  const task = taken(board.take(a))
  board.claim(task, { by: a, list: one })
  board.claim(task, { by: b, list: both })
  expect([board.isDisowned(a), board.isDisowned(b), board.open()]).toEqual([true, false, 1])
  expect([board.take(a), board.take(b), board.take(c)]).toEqual([undefined, undefined, undefined])
  board.claim(taken(board.take(HOME)), { by: HOME, list: both })
  expect(board.settled().map(({ claims }) => claims.map(({ by }) => by))).toEqual([[HOME]])
})

test('what a liar has claimed is open again, but for what others have found', () => {
  const board = boardOf(1, [slice, slice])
  board.claim(taken(board.take(a)), { by: a, list: both })
  board.claim(taken(board.take(b)), { by: b, list: both })
  board.disown(a)
  expect([board.open(), board.done()]).toEqual([1, 0.5])
})

test('parts that were found stay found while the rest is open, and are all open again when they are not believed', () => {
  const board = boardOf(1)
  const task = taken(board.take(a))
  const parts = [slice, slice, slice, slice]
  board.split(task, parts, { parts: 3, claim: { by: a, list: both } })
  expect([board.open(), board.done()]).toEqual([1, 0.75])
  board.disown(a)
  expect([board.open(), board.done()]).toEqual([4, 0])
})

test('a slice over which three were lost is for home only', () => {
  const board = boardOf(1)
  for (const worker of [a, b, c]) board.giveBack(taken(board.take(worker)), worker, 'failed')
  expect([board.take(a), board.isStuck()]).toEqual([undefined, true])
  expect(board.take(HOME)).toBeDefined()
})

test('when more claims are needed than there were, all but what home found is open', () => {
  const board = boardOf(1, [slice, slice])
  board.claim(taken(board.take(a)), { by: a, list: both })
  board.claim(taken(board.take(HOME)), { by: HOME, list: both })
  board.require(2)
  expect(board.open()).toBe(1)
  board.require(Infinity)
  expect(board.take(b)).toBeUndefined()
})

test('whoever waits hears of a change, and an abort ends the waiting', async () => {
  const board = boardOf(1)
  const waiting = board.idle(new AbortController().signal)
  expect(board.idlers()).toBe(1)
  board.giveBack(taken(board.take(a)), a, 'unhurt')
  await waiting
  expect(board.idlers()).toBe(0)
  await board.changed(AbortSignal.abort())
})

test('help pays unless checking takes longer than finding', () => {
  const meter = createMeter(2)
  expect(meter.pays()).toBe(true)
  meter.found(10_000, 1000)
  meter.checked(1000, 900)
  expect(meter.pays()).toBe(true)
  meter.checked(9000, 0)
  expect(meter.pays()).toBe(false)
})

test('what a liar claimed counts for nothing, also if the lie was found out while the claim was looked at', () => {
  const board = boardOf(2)
  const task = taken(board.take(a))
  board.take(b)
  board.disown(a)
  board.claim(task, { by: a, list: both })
  board.claim(task, { by: b, list: both })
  expect([board.open(), task.claims.map(({ by }) => by)]).toEqual([1, [b]])

  const alone = boardOf(1)
  const whole = taken(alone.take(a))
  alone.disown(a)
  alone.split(whole, [slice, slice], { parts: 1, claim: { by: a, list: both } })
  expect([alone.open(), alone.settled()]).toEqual([2, []])
})
