/** A parameter of a pipeline: a value that whoever runs it gives, by name. In expressions it is `$name`. */
export interface ParameterFacts {
  readonly name: string
  /** For people. */
  readonly title?: string | undefined
  /** Its value when none is given; without a default, one must be given. */
  readonly value?: string | undefined
}
