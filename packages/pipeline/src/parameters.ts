import { PipelineError } from './errors.ts'

/** A parameter of a pipeline: a value that whoever runs it gives, by name. In expressions it is `$name`. */
export interface ParameterFacts {
  readonly name: string
  /** For people. */
  readonly title?: string | undefined
  /** Its value when none is given; without a default, one must be given. */
  readonly value?: string | undefined
}

export type ParameterValues = ReadonlyMap<string, string> | Readonly<Record<string, string>>

/**
 * The values of all parameters for one run.
 * @throws PipelineError `ERR_PIPELINE_PARAMETER` for one that is missing, or that there is none of.
 */
export function parameterValues(
  parameters: readonly ParameterFacts[],
  given: ParameterValues = {},
): ReadonlyMap<string, string> {
  const values = new Map<string, string>(given instanceof Map ? given : Object.entries(given))
  for (const name of values.keys()) {
    if (!parameters.some((parameter) => parameter.name === name)) throw unknown(name, parameters)
  }
  for (const { name, value } of parameters) {
    if (values.has(name)) continue
    if (value === undefined) throw fault(`the parameter "${name}" must be given`)
    values.set(name, value)
  }
  return values
}

function unknown(name: string, parameters: readonly ParameterFacts[]): PipelineError {
  const known = parameters.map((parameter) => `"${parameter.name}"`).join(', ')
  return fault(`there is no parameter "${name.slice(0, 80)}"; this pipeline has ${known || 'none'}`)
}

function fault(message: string): PipelineError {
  return new PipelineError('ERR_PIPELINE_PARAMETER', message)
}
