#!/usr/bin/env node
// Plain JavaScript that any Node since 14 can read, so that an old one can still say what it lacks.
import { existsSync } from 'node:fs'
import * as nodeModule from 'node:module'

// In the workspace the sources run as they are; the published package has only what was built from them.
const source = new URL('../src/main.ts', import.meta.url)
const isWorkspace = existsSync(source)
const [major, minor] = process.versions.node.split('.').map(Number)

if (major < 22 || (major === 22 && minor < 13)) {
  process.stderr.write(
    `agent-host needs Node 22.13 or newer and this is Node ${process.versions.node}: see https://nodejs.org/en/download\n`,
  )
  process.exitCode = 1
} else if (isWorkspace && major < 24) {
  process.stderr.write(
    'The sources of agent-host run on Node 24, which the workspace has: use "npx agent-host" there.\n',
  )
  process.exitCode = 1
} else {
  nodeModule.enableCompileCache?.()
  const { main } = await import(isWorkspace ? source.href : new URL('../dist/main.js', import.meta.url).href)
  await main(process.argv.slice(2))
}
