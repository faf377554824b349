import { XsltError } from '../errors.ts'
import type { Code, Scope } from './code.ts'
import type { ExtensionFunction } from './context.ts'
import { booleanFunctions } from './functions/booleans.ts'
import { nodeFunctions } from './functions/nodes.ts'
import { numberFunctions } from './functions/numbers.ts'
import type { CoreFunction } from './functions/signature.ts'
import { stringFunctions } from './functions/strings.ts'
import type { Call } from './syntax.ts'

/** XPath 1.0, section 4. */
const core: ReadonlyMap<string, CoreFunction> = new Map(
  [nodeFunctions, stringFunctions, booleanFunctions, numberFunctions].flatMap((functions) => Object.entries(functions)),
)

export function compileCall(call: Call, scope: Scope): Code {
  const known = core.get(call.name)
  if (known !== undefined) return compileCore(call, known, scope)
  const extension = scope.statics.functions?.get(call.name)
  return compileExtension(call, extension ?? missing(call, scope), scope)
}

function compileCore({ name, operands, at }: Call, { least, most, compile }: CoreFunction, scope: Scope): Code {
  const given = operands.length
  if (given < least || given > most) {
    scope.invalid(
      at,
      `${name}() takes ${most === Infinity ? `${least} or more` : range(least, most)} arguments, not ${given}`,
    )
  }
  const codes = operands.map(scope.compile)
  const code = compile(codes, scope, at)
  return codes.some(({ positional }) => positional) ? { ...code, positional: true } : code
}

function range(least: number, most: number): string {
  return least === most ? `${least}` : `${least} to ${most}`
}

/** Those of a namespace may ask for the position; XSLT's own, which have none, do not. */
function compileExtension({ name, operands }: Call, apply: ExtensionFunction, scope: Scope): Code {
  const codes = operands.map(scope.compile)
  const runs = codes.map(({ run }) => run)
  const positional = name.startsWith('{') || codes.some((code) => code.positional)
  const [first] = runs
  if (first === undefined) return { type: undefined, run: (context) => apply(context), positional }
  if (runs.length === 1) return { type: undefined, run: (context) => apply(context, first(context)), positional }
  return { type: undefined, run: (context) => apply(context, ...runs.map((run) => run(context))), positional }
}

function missing({ name, at }: Call, { invalid, statics }: Scope): ExtensionFunction {
  if (!name.startsWith('{') || statics.lateFunctions !== true) return invalid(at, `there is no function ${name}()`)
  return () => {
    throw new XsltError('ERR_XPATH_TYPE', `there is no function ${name}()`)
  }
}
