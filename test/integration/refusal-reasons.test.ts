import { defineRole, groupIri, type Policy, type Reason, roleIri, type VmOptions } from '@xeerkat/agent-vm'
import { expect, test } from 'vitest'
import { createStage } from './stage.ts'

const ROLE = roleIri('urn:example:role:worker')
const OTHER = roleIri('urn:example:role:other')
const LAB = groupIri('urn:example:group:lab')

/** The paper's order: is the role known here, is there a free slot, will the policy accept. */
const situations: readonly (readonly [what: string, options: VmOptions, role: typeof ROLE, reason: Reason])[] = [
  [
    'an unknown role, although it is full and unwilling',
    { maxHires: 0, policy: () => 'not-now' },
    OTHER,
    'unknown-role',
  ],
  [
    'another group, although it is full and unwilling',
    { maxHires: 0, policy: () => 'not-now', groups: [LAB] },
    ROLE,
    'unknown-group',
  ],
  ['no free slot, although it is unwilling', { maxHires: 0, policy: () => 'not-now' }, ROLE, 'busy'],
  ['a policy that says why', { policy: () => 'not-you' }, ROLE, 'not-you'],
  ['a policy that throws', { policy: thrower }, ROLE, 'not-now'],
  ['a policy that never decides', { policy: () => new Promise(() => {}) }, ROLE, 'not-now'],
]

function thrower(): never {
  throw new Error('a bug in a policy')
}

for (const [what, options, role, reason] of situations)
  test(`a hire is refused with ${reason} for ${what}`, async () => {
    const stage = createStage()
    const worker = stage.host('worker', [defineRole(ROLE, (task) => task)], options)
    const employer = stage.host('employer')
    await expect(stage.run(employer.vm.hire(worker.iri, role))).rejects.toMatchObject({
      code: 'ERR_REFUSED',
      cause: reason,
    })
    expect(worker.events).toContainEqual({ type: 'refused', employer: employer.iri, role, reason })
    expect(worker.vm.status().contracts).toEqual([])
  })

test('the policy is asked last, and only about what could be accepted', async () => {
  const stage = createStage()
  const asked: string[] = []
  const policy: Policy = ({ from, role }) => {
    asked.push(`${from} ${role}`)
    return true
  }
  const worker = stage.host('worker', [defineRole(ROLE, (task) => task)], { maxHires: 1, policy })
  const [one, two] = [stage.host('one'), stage.host('two')]
  await expect(stage.run(one.vm.hire(worker.iri, OTHER))).rejects.toMatchObject({ cause: 'unknown-role' })
  await stage.run(one.vm.hire(worker.iri, ROLE))
  await expect(stage.run(two.vm.hire(worker.iri, ROLE))).rejects.toMatchObject({ cause: 'busy' })
  expect(asked).toEqual([`${one.iri} ${ROLE}`])
})

test('one employer does not take all slots', async () => {
  const stage = createStage()
  const worker = stage.host('worker', [defineRole(ROLE, (task) => task)], { maxHires: 4, maxHiresPerEmployer: 3 })
  const [greedy, modest] = [stage.host('greedy'), stage.host('modest')]
  const greed = await stage.run(Promise.allSettled([1, 2, 3, 4].map(() => greedy.vm.hire(worker.iri, ROLE))))
  expect(greed.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected'])
  expect(greed[3]).toMatchObject({ reason: { cause: 'limit' } })
  await stage.run(modest.vm.hire(worker.iri, ROLE))
  expect(worker.vm.status().contracts).toHaveLength(4)
})

test('a hire is counted while the policy still thinks about it, so that no slot is given twice', async () => {
  const stage = createStage()
  const { clock } = stage.simulation
  const slowly: Policy = () => new Promise((resolve) => void clock.after(300, () => resolve(true)))
  const worker = stage.host('worker', [defineRole(ROLE, (task) => task)], { maxHires: 1, policy: slowly })
  const [one, two] = [stage.host('one'), stage.host('two')]
  const hires = await stage.run(Promise.allSettled([one.vm.hire(worker.iri, ROLE), two.vm.hire(worker.iri, ROLE)]))
  expect(hires.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
})
