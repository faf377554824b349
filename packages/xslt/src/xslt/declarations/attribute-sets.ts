import { clark } from '@xeerkat/xml'
import type { XmlNode } from '../../tree/node.ts'
import { contentOf } from '../element.ts'
import { fault } from '../fault.ts'
import { attributeSetSteps } from '../instructions/nodes.ts'
import type { Declaration } from '../load.ts'
import type { Code, Step } from '../frame.ts'
import { resolveName, tokens } from '../names.ts'
import type { Scope, Sheet } from '../scope.ts'
import { variableName } from '../steps.ts'

/** `xsl:attribute-set`s (section 7.1.4): those of one name are one, and what comes later overwrites. */
export function createAttributeSets(
  declarations: readonly Declaration[],
  sheet: () => Sheet,
): (element: XmlNode, names: string) => Code {
  const byName = Map.groupBy(declarations, ({ element }) => variableName(element))
  const compiled = new Map<string, Code>()
  const open = new Set<string>()

  function compileSet(name: string, element: XmlNode): Code {
    const known = compiled.get(name)
    if (known !== undefined) return known
    const sets = byName.get(name)
    if (sets === undefined) throw fault(element, `there is no attribute set named "${name}"`)
    if (open.has(name)) throw fault(element, `the attribute set "${name}" uses itself`)
    open.add(name)
    const scope: Scope = { sheet: sheet(), locals: undefined }
    const code: readonly Step[] = sets.flatMap((set) => [
      ...attributeSetSteps(set.element, '', scope),
      ...scope.sheet.sequence(contentOf(set.element), scope).steps,
    ])
    open.delete(name)
    compiled.set(name, code)
    return code
  }

  return (element, names) => tokens(names).flatMap((name) => compileSet(clark(resolveName(element, name)), element))
}
