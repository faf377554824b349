import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['packages/*/src/**/*.test.ts'] } },
      {
        test: {
          name: 'integration',
          include: ['test/{integration,docs,paper,conformance}/**/*.test.ts'],
          testTimeout: 30_000,
        },
      },
      // Real processes, real sockets: after all others and one file at a time, so that nothing competes for the cores.
      {
        test: {
          name: 'mesh',
          include: ['test/{mesh,packed}/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
