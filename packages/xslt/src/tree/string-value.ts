import type { Budget } from '../budget.ts'
import type { XmlNode } from './node.ts'

/** The string-value of a node (XPath 1.0, section 5). What is looked at and built is spent from the budget, if any. */
export function stringValue(node: XmlNode, budget?: Budget): string {
  if (node.kind !== 'element' && node.kind !== 'document') return node.value
  const only = node.children[0]
  if (only === undefined) return ''
  if (only.kind === 'text' && node.children.length === 1) return only.value
  return textBelow(node, budget)
}

/** Not recursive: a tree may be deep. */
function textBelow(top: XmlNode, budget: Budget | undefined): string {
  const open: { readonly siblings: readonly XmlNode[]; readonly at: number }[] = []
  let siblings: readonly XmlNode[] = top.children
  let at = 0
  let text = ''
  for (;;) {
    const node = siblings[at++]
    if (node === undefined) {
      budget?.spend(siblings.length)
      const outer = open.pop()
      if (outer === undefined) break
      ;({ siblings, at } = outer)
    } else if (node.kind === 'text') text += node.value
    else if (node.kind === 'element' && node.children.length > 0) {
      open.push({ siblings, at })
      siblings = node.children
      at = 0
    }
  }
  budget?.hold(text.length)
  budget?.spend(text.length >> 6)
  return text
}
