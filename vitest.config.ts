import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      // Timeouts only say that nothing hangs: a machine may be slow, and busy.
      { test: { name: 'unit', include: ['packages/*/src/**/*.test.ts'], testTimeout: 60_000 } },
      {
        test: {
          name: 'integration',
          include: ['test/{integration,docs,paper,conformance}/**/*.test.ts'],
          testTimeout: 120_000,
        },
      },
      // Real processes, real sockets: after all others and one file at a time, so that nothing competes for the cores.
      {
        test: {
          name: 'mesh',
          include: ['test/{mesh,packed}/**/*.test.ts'],
          testTimeout: 240_000,
          hookTimeout: 240_000,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
