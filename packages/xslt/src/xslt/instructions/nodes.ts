import type { XmlNode } from '../../tree/node.ts'
import { attributeOf, contentOf } from '../element.ts'
import { type Text, textOf } from '../expression.ts'
import type { Frame, Step } from '../frame.ts'
import { pushCall } from '../machine.ts'
import { isNCName, namespaceAt, type PrefixedName, splitQName } from '../names.ts'
import type { Compile, Scope, Sheet } from '../scope.ts'
import { block, step, textBlock } from '../steps.ts'

/** `xsl:element` (section 7.1.2). */
export const element: Compile = (instruction, scope) => {
  const name = compileName(instruction, scope.sheet, 'default')
  return [
    step(instruction, (frame) => {
      const found = name(frame)
      if (found === undefined) frame.run.output.startOmitted()
      else frame.run.output.startElement(found.prefix, found.localName, found.namespace, [])
    }),
    ...attributeSetSteps(instruction, '', scope),
    ...block(instruction, contentOf(instruction), scope),
    step(instruction, ({ run }) => run.output.endElement()),
  ]
}

/** `xsl:attribute` (section 7.1.3). */
export const attribute: Compile = (instruction, scope) => {
  const name = compileName(instruction, scope.sheet, 'none')
  return textBlock(instruction, scope, (frame, text) => {
    const found = name(frame)
    if (found !== undefined) frame.run.output.attribute(found.prefix, found.localName, found.namespace, text)
  })
}

/** `xsl:comment` (section 7.4); two hyphens, which cannot be in one, are kept apart. */
export const comment: Compile = (instruction, scope) =>
  textBlock(instruction, scope, ({ run }, text) =>
    run.output.comment(text.replaceAll(/-(?=-)/g, '- ').replace(/-$/, '- ')),
  )

/** `xsl:processing-instruction` (section 7.3). */
export const processingInstruction: Compile = (instruction, scope) => {
  const name = textOf(instruction, 'name', scope.sheet)
  return textBlock(instruction, scope, (frame, text) => {
    const target = (name?.of(frame) ?? '').trim()
    if (isNCName(target) && target.toLowerCase() !== 'xml')
      frame.run.output.processingInstruction(target, text.replaceAll('?>', '? >').replace(/^[ \t\r\n]+/, ''))
    else frame.run.recover(misnamed(instruction, target))
  })
}

/** The attribute sets that an element uses, before its own attributes (section 7.1.4). */
export function attributeSetSteps(from: XmlNode, namespace: string, { sheet }: Scope): readonly Step[] {
  const names = attributeOf(from, 'use-attribute-sets', namespace)
  if (names === undefined) return []
  const code = sheet.attributeSets(from, names)
  return code.length === 0 ? [] : [step(from, (frame) => pushCall(frame, code))]
}

/**
 * The name that an instruction gives to what it makes, found out anew only if it depends on something. None if it cannot
 * be one.
 */
function compileName(
  instruction: XmlNode,
  sheet: Sheet,
  unprefixed: 'none' | 'default',
): (frame: Frame) => PrefixedName | undefined {
  const name = textOf(instruction, 'name', sheet)
  const namespace = textOf(instruction, 'namespace', sheet)
  const of = (frame: Frame, text: string, uri: string | undefined) => {
    const found = makeName(instruction, text.trim(), uri, unprefixed)
    if (typeof found !== 'string') return found
    frame.run.recover(found)
    return undefined
  }
  if (!isConstant(name) || (namespace !== undefined && !isConstant(namespace)))
    return (frame) => of(frame, name?.of(frame) ?? '', namespace?.of(frame))
  const fixed = makeName(instruction, name.constant.trim(), namespace?.constant, unprefixed)
  return typeof fixed === 'string' ? (frame) => of(frame, name.constant, namespace?.constant) : () => fixed
}

function isConstant(text: Text | undefined): text is Text & { readonly constant: string } {
  return text?.constant !== undefined
}

/** The name, or why it is none. */
function makeName(
  instruction: XmlNode,
  text: string,
  namespace: string | undefined,
  unprefixed: 'none' | 'default',
): PrefixedName | string {
  const name = splitQName(text)
  if (name === undefined || (text === 'xmlns' && unprefixed === 'none' && namespace === undefined))
    return misnamed(instruction, text)
  const { prefix, localName } = name
  if (namespace !== undefined) return { prefix: namespace === '' ? '' : prefix, localName, namespace }
  const own = prefix === '' && unprefixed === 'none' ? '' : namespaceAt(instruction, prefix)
  if (own === undefined) return `the prefix of "${text}" is not declared`
  return { prefix, localName, namespace: own }
}

function misnamed({ localName }: XmlNode, text: string): string {
  return `"${text}" cannot be the name of what <xsl:${localName}> makes; it is left out`
}
