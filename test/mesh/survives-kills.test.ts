import { describe, expect, it } from 'vitest'
import { answerAt, type Grid, startGrid, submit } from './grid.ts'
import { createHome, type Running } from './processes.ts'

const COUNT = 100_000
const COMPLETE = new RegExp(`^<ping-stats count="${COUNT}" failures="0" elapsed="\\d+"/>$`)

/** Starts a long ping, does something to the grid once workers are at it, and gives what the receipt says in the end. */
async function disturb(disturbance: (grid: Grid, coordinator: Running) => unknown): Promise<string> {
  await using home = await createHome()
  const grid = await startGrid(home)
  const receipt = await submit(grid.url, `<ping-request count="${COUNT}" hire-limit="4"/>`)
  // One that is hired may be dismissed at once, if another was quicker; one that hires is at work.
  const coordinator = await Promise.any(grid.coordinators.map((host) => host.logged(/^engaged/).then(() => host)))
  await disturbance(grid, coordinator)
  return await answerAt(receipt)
}

async function busyWorker({ workers }: Grid): Promise<Running> {
  return await Promise.any(workers.map((host) => host.logged(/^hired as/).then(() => host)))
}

describe('in the middle of a hundred thousand pings', () => {
  it('a worker that is killed costs nothing but time', async () => {
    expect(await disturb(async (grid) => (await busyWorker(grid)).kill('SIGKILL'))).toMatch(COMPLETE)
  })

  it('a worker that stands still costs nothing but time', async () => {
    expect(await disturb(async (grid) => (await busyWorker(grid)).kill('SIGSTOP'))).toMatch(COMPLETE)
  })

  it('a worker that resigns costs nothing but time', async () => {
    expect(await disturb(async (grid) => (await busyWorker(grid)).kill('SIGTERM'))).toMatch(COMPLETE)
  })

  it('another coordinator takes over from one that is killed', async () => {
    expect(await disturb((_grid, coordinator) => coordinator.kill('SIGKILL'))).toMatch(COMPLETE)
  })

  it('another coordinator takes over from one that stands still', async () => {
    expect(await disturb((_grid, coordinator) => coordinator.kill('SIGSTOP'))).toMatch(COMPLETE)
  })

  it('a gateway that is killed and started again returns to its coordinator', async () => {
    const answer = await disturb(async ({ gateway, restartGateway }, coordinator) => {
      const engagements = () => coordinator.stderr.filter((line) => line.startsWith('hired as')).length
      const before = engagements()
      gateway.kill('SIGKILL')
      await gateway.finished
      await restartGateway()
      await coordinator.logged(/no longer Ping\/Coordinator/)
      expect(engagements()).toBe(before)
    })
    expect(answer).toMatch(COMPLETE)
  })
})
