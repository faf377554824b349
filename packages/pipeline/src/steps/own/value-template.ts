import { createDocument } from '@xeerkat/xslt'
import { PipelineError } from '../../errors.ts'
import { type Evaluation, type Namespaces, xpath } from '../../expression.ts'

/** A text, or how to come by it for each run: from the pipeline's parameters. */
export type Text = string | ((evaluation: Evaluation) => string)

/**
 * A text with expressions in braces, as in XProc's value templates: `v{$version}`; `{{` and `}}` are braces. There is no
 * document to ask: parameters are all that an expression can use.
 * @throws PipelineError `ERR_PIPELINE_INVALID` for a brace without its other half; XsltError `ERR_XPATH_SYNTAX`.
 */
export function valueTemplate(text: string, namespaces: Namespaces): Text {
  if (!text.includes('{') && !text.includes('}')) return text
  const parts = [...partsOf(text)].map((part) => {
    if (part.expression === undefined) return () => part.text
    const { string } = xpath(part.expression, namespaces)
    return (evaluation: Evaluation) => string(createDocument(), evaluation)
  })
  return (evaluation) => parts.map((part) => part(evaluation)).join('')
}

export function textOf(text: Text, evaluation: Evaluation): string {
  return typeof text === 'string' ? text : text(evaluation)
}

/** What is between braces, where those in the literals of an expression do not count; doubled braces; and the rest. */
const PART = /\{(?<expression>(?:[^{}"']|"[^"]*"|'[^']*')+)\}|(?<brace>\{\{|\}\})|(?<plain>[^{}]+)/y

interface Part {
  readonly text: string
  readonly expression: string | undefined
}

function* partsOf(text: string): Generator<Part> {
  PART.lastIndex = 0
  while (PART.lastIndex < text.length) {
    const at = PART.lastIndex
    const { groups } = PART.exec(text) ?? {}
    if (groups === undefined) {
      const where = text.slice(at, at + 40)
      const message = `"${where}" has a brace without its other half; a brace that is meant is written twice`
      throw new PipelineError('ERR_PIPELINE_INVALID', message)
    }
    const last = PART.lastIndex
    yield { text: groups['plain'] ?? groups['brace']?.slice(1) ?? '', expression: groups['expression'] }
    PART.lastIndex = last
  }
}
