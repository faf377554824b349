/** How a person runs this program, for hints that can be typed as they stand: who came by npx has it no other way. */
export const PROGRAM = ['exec', 'start'].includes(process.env['npm_command'] ?? '') ? 'npx agent-host' : 'agent-host'
