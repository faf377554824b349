import type { Infoset } from '../../infoset.ts'
import { type AttributeKind, choice, integer, optional, required, text } from '../../attributes.ts'
import { PipelineError } from '../../errors.ts'
import { createEvaluation } from '../../expression.ts'
import { namespaceOf } from '../../namespaces.ts'
import type { Stage } from '../../step.ts'
import { ownStep } from './own-step.ts'
import { plainText, resultKinds, type ResultKind, resultOf } from './result.ts'
import { withinTime } from './time-limit.ts'
import { type Text, textOf, valueTemplate } from './value-template.ts'

const sources = ['xml', 'text', 'none'] as const

export interface ExecOptions {
  readonly args?: readonly Text[]
  /** What the program reads: the document, its characters without markup, or nothing. Default `xml`. */
  readonly source?: (typeof sources)[number]
  /** What it prints: a document, or text that is put into a `c:result`. Default `xml`. */
  readonly result?: ResultKind
  /** Milliseconds. Default: the run's limit on a step's time. */
  readonly time?: number | undefined
  /** Of what it prints. Default: the run's limit on bytes. */
  readonly maxBytes?: number | undefined
}

/**
 * Runs a program on the document (XProc 3.1: `p:os-exec`). Which there are is for whoever runs the pipeline to say, by
 * name: `capabilities.command`. A program that does not end with 0 fails the step, in its own last words.
 */
export function exec(
  command: string,
  { args = [], source = 'xml', result = 'xml', time, maxBytes = Infinity }: ExecOptions = {},
): Stage {
  const what = `the program "${command}"`
  return {
    name: 'x:exec',
    detail: [command, ...args.map((arg) => (typeof arg === 'string' ? arg : '{…}'))].join(' '),
    holds: source === 'text' ? 'document' : 'nothing',
    async run(input, context) {
      const { capabilities, limits } = context
      const run = capabilities.command
      if (run === undefined) {
        const how = `whoever runs the pipeline allows it with --allow-command ${command}=PATH`
        throw new PipelineError('ERR_PIPELINE_FORBIDDEN', `${what} is not allowed here; ${how}`)
      }
      const evaluation = createEvaluation(context)
      const bytes = Math.min(maxBytes, limits.bytes)
      const { exitCode, output, complaint } = await withinTime(what, time, context.signal, (signal) =>
        run({
          name: command,
          args: args.map((arg) => textOf(arg, evaluation)),
          input: inputOf(input, source),
          maxBytes: bytes,
          signal,
        }),
      )
      if (exitCode !== 0) throw failure(what, exitCode, complaint)
      if (output.length > bytes) {
        throw new PipelineError('ERR_PIPELINE_LIMIT', `${what} printed more than ${bytes} bytes`)
      }
      return resultOf(output, result, what, limits)
    },
  }
}

async function* inputOf(input: Infoset, source: ExecOptions['source']): AsyncGenerator<Uint8Array> {
  if (source === 'xml') yield* input.bytes()
  else if (source === 'text') yield new TextEncoder().encode(plainText(await input.document()))
}

function failure(what: string, exitCode: number, complaint: string): PipelineError {
  const words = complaint.trim() === '' ? 'and said nothing' : `and said: ${complaint.trim()}`
  return new PipelineError('ERR_PIPELINE_STEP', `${what} ended with exit code ${exitCode} ${words}`)
}

/** The name that an operator allows it by: no path. */
const commandName: AttributeKind<string> = {
  expected: 'the name of a program: letters, digits, ".", "_", "+" and "-"',
  read: (value) => /^\s*([A-Za-z0-9][\w.+-]{0,63})\s*$/.exec(value)?.[1],
}

/** Every argument is expanded after they are split: a parameter with a space in it stays one argument. */
export const execType = ownStep('exec', (element, { attributes, empty }) => {
  const options = attributes(element, {
    command: required(commandName),
    args: optional(text),
    'arg-separator': optional(text, ' '),
    source: optional(choice(...sources), 'xml'),
    result: optional(choice(...resultKinds), 'xml'),
    time: optional(integer(1, 2 ** 31 - 1)),
    'max-bytes': optional(integer(1, 2 ** 40)),
  })
  empty(element)
  const { command, args = '', 'arg-separator': separator, source, result, time, 'max-bytes': maxBytes } = options
  const parts = args.split(separator).filter((part) => separator !== ' ' || part !== '')
  return exec(command, {
    args: args === '' ? [] : parts.map((part) => valueTemplate(part, (prefix) => namespaceOf(element, prefix))),
    source,
    result,
    time,
    maxBytes,
  })
})
