import type { Command } from './command.ts'
import { environmentName } from './parse.ts'

/** What `agent-host --help` prints. */
export function overview(commands: readonly Command[]): string {
  const [first] = commands
  return [
    'Join a mesh of peers, offer roles, and be hired.',
    '',
    'Usage',
    '  agent-host [flags]              run a host',
    '  agent-host COMMAND [flags]',
    '',
    'Commands',
    ...columns(commands.map((command) => [[command.name, command.arguments].join(' ').trim(), command.summary])),
    '',
    ...(first === undefined ? [] : [...flagLines(first, 'Flags of a host'), '']),
    'Examples',
    ...columns(commands.flatMap((command) => command.examples.slice(0, command === first ? 3 : 1))),
    '',
    '"agent-host COMMAND --help" says more. Every flag can also be set as AGENT_HOST_NAME in the environment,',
    `or by name in agent-host.config.json in the working directory: --max-hires 4 is ${environmentName('max-hires')}=4 or {"max-hires": 4}.`,
    'stdout carries documents and data, stderr events. Exit code: 0 done, 1 failed, 2 usage.',
  ].join('\n')
}

/** What `agent-host COMMAND --help` prints. */
export function help(command: Command): string {
  return [
    command.summary,
    '',
    'Usage',
    `  agent-host ${command.name} [flags] ${command.arguments ?? ''}`.trimEnd(),
    '',
    ...flagLines(command, 'Flags'),
    '',
    'Examples',
    ...columns(command.examples),
  ].join('\n')
}

function flagLines(command: Command, title: string): readonly string[] {
  const rows = Object.entries(command.flags).map(([name, flag]) => {
    const { fallback } = flag
    const shown = typeof fallback === 'number' || typeof fallback === 'string' ? String(fallback) : ''
    return [
      `--${name} ${flag.value ?? ''}${flag.many === true ? '…' : ''}`.trim(),
      shown === '' ? flag.help : `${flag.help} (default ${shown})`,
    ] as const
  })
  return [title, ...columns(rows)]
}

function columns(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.min(44, Math.max(0, ...rows.map(([left]) => left.length)))
  return rows.map(([left, right]) =>
    left.length > width ? `  ${left}\n  ${' '.repeat(width)}  ${right}` : `  ${left.padEnd(width)}  ${right}`,
  )
}
