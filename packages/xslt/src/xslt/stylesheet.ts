import type { Budget } from '../budget.ts'
import type { XsltError } from '../errors.ts'
import type { XmlNode } from '../tree/node.ts'
import type { ExtensionFunction } from '../xpath/context.ts'
import type { Value } from '../xpath/value.ts'
import type { OutputProperties } from './output-properties.ts'

/** The text that `href` in a document at `base` refers to, and its absolute URI; `undefined` if there is none to be had. */
export type Read = (href: string, base: string) => { readonly text: string; readonly uri: string } | undefined

export interface StylesheetOptions {
  /** For xsl:import, xsl:include and document(). Without it they fail: nothing here reads anything on its own. */
  readonly read?: Read
  /** By Clark name. */
  readonly functions?: ReadonlyMap<string, ExtensionFunction>
  /** Which attributes are IDs besides `xml:id`, for `id()`: there is no DTD to say so. */
  readonly isId?: (attribute: XmlNode) => boolean
  /** Stylesheets that may be imported and included, each counted as often as it is. Default 256. */
  readonly modules?: number
}

export interface TransformOptions {
  /** Values of top-level parameters, by Clark name. Those that the stylesheet does not declare are ignored. */
  readonly parameters?: ReadonlyMap<string, Value>
  /** Default: a new one with its defaults. */
  readonly budget?: Budget
  /** Is told of each xsl:message. Default: nobody is. */
  readonly message?: (text: string, terminate: boolean) => void
  /** Is told of each error that the Recommendation lets a processor go on after, as this one does. */
  readonly recovered?: (error: XsltError) => void
}

/** A compiled stylesheet. It keeps nothing from one transformation to the next. */
export interface Stylesheet {
  readonly output: OutputProperties
  /** Clark names of its top-level parameters. */
  readonly parameters: readonly string[]
  /**
   * The document node of the result tree; the source is not changed.
   * @throws XsltError for what comes up while it runs, with the place in the stylesheet.
   */
  readonly transform: (source: XmlNode, options?: TransformOptions) => XmlNode
}
