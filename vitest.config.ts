import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['packages/*/src/**/*.test.ts'] } },
      { test: { name: 'integration', include: ['test/{integration,docs,paper}/**/*.test.ts'], testTimeout: 30_000 } },
      // Real processes, real sockets: one file at a time, so that they do not compete for the machine's cores.
      {
        test: {
          name: 'mesh',
          include: ['test/{mesh,packed}/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
