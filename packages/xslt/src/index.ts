export { type Budget, type BudgetOptions, createBudget } from './budget.ts'
export { XsltError, type XsltErrorCode } from './errors.ts'
export { createTreeBuilder, type TreeBuilder, treeOf } from './tree/build.ts'
export { itemsOf } from './tree/items.ts'
export { namespacesInScope } from './tree/namespaces.ts'
export { createDocument, type NodeKind, touch, XmlNode } from './tree/node.ts'
export { compareNodes, inDocumentOrder } from './tree/order.ts'
export { stringValue } from './tree/string-value.ts'
export { compileXPath, type XPath } from './xpath/compile.ts'
export {
  type Context,
  type ContextOptions,
  createContext,
  type ExtensionFunction,
  type StaticContext,
} from './xpath/context.ts'
export { numberToText, toBoolean, toNumber, toText } from './xpath/convert.ts'
export type { XPathLimits } from './xpath/limits.ts'
export { compilePattern, matchesPattern, type Pattern, type PatternAlternative } from './xpath/pattern.ts'
export type { Value, ValueType } from './xpath/value.ts'
export { compileStylesheet } from './xslt/compile.ts'
export type { OutputProperties } from './xslt/output-properties.ts'
export { parseTree } from './xslt/parse-tree.ts'
export { serializeResult } from './xslt/serialize/serialize-result.ts'
export type { Read, Stylesheet, StylesheetOptions, TransformOptions } from './xslt/stylesheet.ts'
