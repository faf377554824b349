import type { Declaration, Item, StartElement } from '@xeerkat/xml'
import type { XmlNode } from '@xeerkat/xslt'

/** Items that match nothing, as they came; or an element that matches, as the document node of a tree of its own. */
export type Part =
  | { readonly run: readonly Item[]; readonly match?: undefined }
  | { readonly match: XmlNode; readonly scope: Scope; readonly run?: undefined }

/** Namespaces by prefix, as they are in scope around a match. */
export type Scope = ReadonlyMap<string, string>

/** Puts a document in the place of a match: what is declared around it need not be declared again. */
export async function* inScope(
  runs: AsyncIterable<readonly Item[]>,
  scope: Scope,
): AsyncGenerator<readonly Item[], void> {
  let depth = 0
  for await (const run of runs) {
    yield run.map((item) => {
      if (item.type === 'end-element') depth--
      return item.type === 'start-element' && depth++ === 0 ? withoutScope(item, scope) : item
    })
  }
}

function withoutScope(item: StartElement, scope: Scope): StartElement {
  const isNews = ({ prefix, namespace }: Declaration): boolean => (scope.get(prefix) ?? '') !== namespace
  return { ...item, declarations: item.declarations.filter(isNews) }
}

/** Items that are worth a run of their own: passing on a run costs more than an item in it. */
const ENOUGH = 256

/** Makes larger runs of small ones. */
export async function* gathered(runs: AsyncIterable<readonly Item[]>): AsyncGenerator<readonly Item[], void> {
  let pending: Item[] = []
  for await (const run of runs) {
    if (run.length < ENOUGH) pending.push(...run)
    if (pending.length > 0 && (run.length >= ENOUGH || pending.length >= ENOUGH)) {
      yield pending
      pending = []
    }
    if (run.length >= ENOUGH) yield run
  }
  if (pending.length > 0) yield pending
}
