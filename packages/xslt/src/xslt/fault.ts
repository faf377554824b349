import { type XsltErrorCode, XsltError } from '../errors.ts'
import type { XmlNode } from '../tree/node.ts'

/** An error about an element of a stylesheet; it says where that stands. */
export function fault(
  element: XmlNode,
  message: string,
  code: XsltErrorCode = 'ERR_XSLT_STYLESHEET',
  cause?: unknown,
): XsltError {
  const { position, document } = element
  const places = [document.uri, position === undefined ? '' : `line ${position.line}, column ${position.column}`]
  const where = places.filter((place) => place !== '').join(', ')
  return new XsltError(code, where === '' ? message : `${message} (${where})`, {
    ...(position === undefined ? {} : { position }),
    ...(cause === undefined ? {} : { cause }),
  })
}

/** The error, saying where in the stylesheet it came up unless it does already. What is not one of ours stays as it is. */
export function placed(error: unknown, element: XmlNode): unknown {
  if (isOverflow(error)) return fault(element, `the transformation ${overflowing(error)}`, 'ERR_XSLT_LIMIT', error)
  if (!(error instanceof XsltError) || error.position !== undefined || element.position === undefined) return error
  return fault(element, error.message, error.code, error)
}

/** JavaScript's stack was too small, or a string too long. What browsers throw then is not the same everywhere. */
export function isOverflow(error: unknown): error is Error {
  return error instanceof RangeError || (error instanceof Error && error.name === 'InternalError')
}

function overflowing({ message }: Error): string {
  return /string length|string too long|out of memory|allocation size/i.test(message)
    ? 'built a text longer than a string can be'
    : 'needs more of the stack than there is'
}
