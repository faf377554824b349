import { XsltError } from '../errors.ts'
import type { XmlNode } from '../tree/node.ts'
import { joined } from '../xpath/code.ts'
import { compileXPath, type XPath } from '../xpath/compile.ts'
import type { Context } from '../xpath/context.ts'
import { compilePattern, type Pattern } from '../xpath/pattern.ts'
import { attributeOf, isForwards, required } from './element.ts'
import { fault } from './fault.ts'
import type { Sheet } from './scope.ts'

/** The expression in an attribute of an element of XSLT, which must have it unless there is a default. */
export function expressionOf(element: XmlNode, attribute: string, sheet: Sheet, preset?: string): XPath {
  const source = preset === undefined ? required(element, attribute) : (attributeOf(element, attribute) ?? preset)
  return compileExpression(element, source, sheet)
}

/** Where the stylesheet is of a later version, a wrong expression is an error only once it is evaluated (section 2.5). */
function compileExpression(element: XmlNode, source: string, sheet: Sheet): XPath {
  try {
    return compileXPath(source, sheet.staticsAt(element))
  } catch (error) {
    const placed = at(element, source, error)
    if (!isForwards(element)) throw placed
    const fail = (): never => {
      throw placed
    }
    return { source, type: undefined, evaluate: fail, test: fail, text: fail }
  }
}

export function patternOf(element: XmlNode, attribute: string, sheet: Sheet): Pattern {
  const source = required(element, attribute)
  try {
    return compilePattern(source, sheet.staticsAt(element))
  } catch (error) {
    throw at(element, source, error)
  }
}

/** Nodes that an expression selects. */
export function nodesOf(expression: XPath, context: Context): readonly XmlNode[] {
  const value = expression.evaluate(context)
  if (typeof value === 'object') return value
  throw new XsltError('ERR_XPATH_TYPE', `"${expression.source}" is a ${typeof value}; nodes are needed here`)
}

/** A text that may be different each time. */
export interface Text {
  /** What it always is, if it does not depend on anything. */
  readonly constant: string | undefined
  readonly of: (context: Context) => string
}

/** An attribute value template, or `undefined` where the attribute is not there. */
export function textOf(element: XmlNode, attribute: string, sheet: Sheet): Text | undefined {
  const source = attributeOf(element, attribute)
  return source === undefined ? undefined : compileText(element, source, sheet)
}

/** An attribute value template (section 7.6.2). */
export function compileText(element: XmlNode, source: string, sheet: Sheet): Text {
  const parts = split(element, source).map((part) =>
    typeof part === 'string' ? part : compileExpression(element, part.expression, sheet),
  )
  const [first, second] = parts
  if (first === undefined) return constant('')
  if (second === undefined) return typeof first === 'string' ? constant(first) : { constant: undefined, of: first.text }
  return {
    constant: undefined,
    of(context) {
      let text = ''
      for (const part of parts)
        text = joined(text, typeof part === 'string' ? part : part.text(context), context.budget)
      return text
    },
  }
}

function constant(text: string): Text {
  return { constant: text, of: () => text }
}

type Part = string | { readonly expression: string }

const PIECES = /\{\{|\}\}|\{((?:[^{}"']|"[^"]*"|'[^']*')*)\}|[^{}]+|[{}]/g

function split(element: XmlNode, source: string): readonly Part[] {
  const parts: Part[] = []
  let text = ''
  for (const [piece, expression] of source.matchAll(PIECES)) {
    if (expression !== undefined) {
      if (text !== '') parts.push(text)
      text = ''
      parts.push({ expression })
    } else if (piece === '{' || piece === '}')
      throw fault(element, `in "${source}" a "${piece}" stands alone; to be taken as it is, it must be doubled`)
    else text += piece === '{{' || piece === '}}' ? piece.slice(1) : piece
  }
  if (text !== '') parts.push(text)
  return parts
}

/** Characters of an expression that is quoted whole; the error itself quotes what is around the place. */
const QUOTED = 200

function at(element: XmlNode, source: string, error: unknown): unknown {
  if (!(error instanceof XsltError)) return error
  const isQuoted = source.length > QUOTED || error.message.includes(source)
  const message = isQuoted ? error.message : `${error.message}, in "${source}"`
  return fault(element, message, error.code, error)
}
