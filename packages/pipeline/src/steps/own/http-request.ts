import type { XmlNode } from '@xeerkat/xslt'
import { type AttributeKind, boolean, choice, integer, optional, required, text } from '../../attributes.ts'
import { PipelineError } from '../../errors.ts'
import { createEvaluation, type Evaluation } from '../../expression.ts'
import { STEPS } from '../../names.ts'
import { namespaceOf } from '../../namespaces.ts'
import { nameOf } from '../../node-names.ts'
import type { Compiler } from '../../step-type.ts'
import type { Stage } from '../../step.ts'
import { ownStep } from './own-step.ts'
import { resultKinds, type ResultKind, resultOf } from './result.ts'
import { withinTime } from './time-limit.ts'
import { type Text, textOf, valueTemplate } from './value-template.ts'

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
export type HttpMethod = (typeof methods)[number]

/** The document is the body of these. */
const withBody: ReadonlySet<HttpMethod> = new Set(['POST', 'PUT', 'PATCH'])

export interface HttpRequestOptions {
  /** Default `GET`. */
  readonly method?: HttpMethod
  readonly headers?: readonly HttpHeader[]
  /** What comes back: a document, or text that is put into a `c:result`. Default `xml`. */
  readonly result?: ResultKind
  /** `false` takes an answer whose status is 400 or more for a result. Default: true. */
  readonly assert?: boolean
  /** Milliseconds. Default: the run's limit on a step's time. */
  readonly time?: number | undefined
  /** Of the answer. Default: the run's limit on bytes. */
  readonly maxBytes?: number | undefined
}

export interface HttpHeader {
  readonly name: string
  readonly value: Text
}

/**
 * Sends the document to a site, or asks one, and goes on with what it answers (XProc 3.1: `p:http-request`). Which sites is
 * for whoever runs the pipeline to say: `capabilities.request`.
 */
export function httpRequest(
  href: Text,
  { method = 'GET', headers = [], result = 'xml', assert = true, time, maxBytes = Infinity }: HttpRequestOptions = {},
): Stage {
  return {
    name: 'x:http-request',
    detail: `${method} ${typeof href === 'string' ? href : '{…}'}`,
    holds: withBody.has(method) ? 'document' : 'nothing',
    async run(input, context) {
      const { capabilities, limits } = context
      const evaluation = createEvaluation(context)
      const url = addressOf(textOf(href, evaluation))
      const { request } = capabilities
      if (request === undefined) {
        const how = `whoever runs the pipeline allows it with --allow-http ${originOf(url)}`
        throw new PipelineError('ERR_PIPELINE_FORBIDDEN', `${url} may not be asked here; ${how}`)
      }
      const bytes = Math.min(maxBytes, limits.bytes)
      const body = withBody.has(method) ? (await input.document()).bytes : undefined
      const response = await withinTime(url, time, context.signal, (signal) =>
        request({
          method,
          href: url,
          headers: { ...defaultsFor(body, result), ...headersOf(headers, evaluation) },
          body,
          maxBytes: bytes,
          signal,
        }),
      )
      if (response.body.length > bytes) {
        throw new PipelineError('ERR_PIPELINE_LIMIT', `${url} sent more than ${bytes} bytes`)
      }
      if (assert && response.status >= 400) throw refusal(`${method} ${url}`, response)
      const isEmpty = response.body.length === 0
      return resultOf(response.body, isEmpty ? 'text' : result, url, limits)
    },
  }
}

/** @throws PipelineError for what is no absolute address of HTTP. */
function addressOf(href: string): string {
  const url = URL.canParse(href) ? new URL(href) : undefined
  if (url !== undefined && /^https?:$/.test(url.protocol)) return url.href
  const shown = href.slice(0, 100)
  throw new PipelineError(
    'ERR_PIPELINE_STEP',
    `"${shown}" is no address to ask; it should begin with https:// or http://`,
  )
}

function originOf(url: string): string {
  return /^https?:\/\/[^/?#]*/.exec(url)?.[0] ?? url
}

function defaultsFor(body: Uint8Array | undefined, result: ResultKind): Readonly<Record<string, string>> {
  const accept = result === 'xml' ? 'application/xml, */*;q=0.5' : '*/*'
  return body === undefined ? { accept } : { accept, 'content-type': 'application/xml' }
}

/** Names are lower case: of two spellings of one header, the later counts. */
function headersOf(headers: readonly HttpHeader[], evaluation: Evaluation): Readonly<Record<string, string>> {
  const entries = headers.map(({ name, value }) => [name.toLowerCase(), textOf(value, evaluation)] as const)
  for (const [name, value] of entries) {
    if (/^[\t\u0020-\u007E\u0080-\u00FF]*$/.test(value)) continue
    throw new PipelineError(
      'ERR_PIPELINE_STEP',
      `the header ${name} would have a character in it that headers cannot have`,
    )
  }
  return Object.fromEntries(entries)
}

/** Of the body of an answer that is a refusal. */
const QUOTED = 500

function refusal(
  what: string,
  { status, body }: { readonly status: number; readonly body: Uint8Array },
): PipelineError {
  const said = new TextDecoder().decode(body.subarray(0, QUOTED)).trim()
  return new PipelineError('ERR_PIPELINE_STEP', `${what} was answered with ${status}${said === '' ? '' : `: ${said}`}`)
}

/** RFC 9110, 5.1; those that say how a message travels are not the pipeline's to say. */
const headerName: AttributeKind<string> = {
  expected: 'the name of a header, and none of those that say how a message travels, such as Host',
  read(value) {
    const isName = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,256}$/.test(value)
    return isName &&
      !/^(?:host|connection|content-length|transfer-encoding|upgrade|te|trailer|keep-alive|expect)$/i.test(value)
      ? value
      : undefined
  },
}

const anyText: AttributeKind<string> = { expected: 'a text', read: (value) => value }

export const httpRequestType = ownStep('http-request', (element, compiler) => {
  const options = compiler.attributes(element, {
    href: required(text),
    method: optional(choice(...methods), 'GET'),
    result: optional(choice(...resultKinds), 'xml'),
    assert: optional(boolean, true),
    time: optional(integer(1, 2 ** 31 - 1)),
    'max-bytes': optional(integer(1, 2 ** 40)),
  })
  const { method, result, assert, time, 'max-bytes': maxBytes } = options
  const href = valueTemplate(options.href, (prefix) => namespaceOf(element, prefix))
  if (typeof href === 'string') addressOf(href)
  const headers = compiler.children(element).map((child) => readHeader(child, compiler))
  return httpRequest(href, { method, headers, result, assert, time, maxBytes })
})

function readHeader(element: XmlNode, { attributes, empty, fail }: Compiler): HttpHeader {
  if (element.namespace !== STEPS || element.localName !== 'header') {
    fail(element, `x:http-request has x:header in it, not ${nameOf(element)}`)
  }
  const { name, value } = attributes(element, { name: required(headerName), value: required(anyText) })
  empty(element)
  return { name, value: valueTemplate(value, (prefix) => namespaceOf(element, prefix)) }
}
