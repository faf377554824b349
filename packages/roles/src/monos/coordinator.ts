import { defineRole, fault, type Role, type RoleContext } from '@xeerkat/agent-vm'
import { type Document, element } from '@xeerkat/xml'
import { createPause } from './distribute/pause.ts'
import { decompose, type DecompositionOptions, type Standing } from './distribute/decompose.ts'
import { MONOS_COORDINATOR } from './iris.ts'
import { monosXsd } from './monos.xsd.ts'
import { compute } from './operations/compute.ts'
import { cards } from './operations/table.ts'
import { orRefusal } from './refusal.ts'
import { inSyntax } from './operations/texts.ts'
import { defaultMonosLimits, type MonosLimits } from './syntax/limits.ts'
import { isOperation, MONOS_NAMESPACE, readRequest, resultDocument } from './vocabulary/index.ts'

export interface CoordinatorOptions extends DecompositionOptions {
  readonly limits?: Partial<MonosLimits>
}

/** The coordinator with other bounds than the usual ones. */
export function createMonosCoordinator(options: CoordinatorOptions = {}): Role {
  return defineRole(MONOS_COORDINATOR, (document, context) => answer(document, context, options), {
    title: 'Monos coordinator',
    accepts: Object.entries(cards).map(([localName, { title, example }]) => ({
      namespace: MONOS_NAMESPACE,
      localName,
      title,
      schema: monosXsd,
      example: exampleOf(localName, example),
    })),
  })
}

/** Answers every request of the vocabulary, alone or with the workers that it finds. */
export const monosCoordinator = createMonosCoordinator()

async function answer(document: Document, context: RoleContext, options: CoordinatorOptions): Promise<Document> {
  const { localName, namespace } = document.root
  if (namespace !== MONOS_NAMESPACE || !isOperation(localName))
    return fault(`I take the requests of ${MONOS_NAMESPACE}, not <${localName}> of "${namespace}".`)
  const limits = { ...defaultMonosLimits, ...options.limits }
  const begun = performance.now()
  return orRefusal(async () => {
    const request = readRequest(document, limits)
    const { output, hireLimit: limit = options.limit } = request
    const { signal } = context
    const crew = { ...context, tell: createTeller(context) }
    const { summary, parts } = await compute(request, {
      decompose: (ideal) => decompose(ideal, crew, { ...options, ...(limit !== undefined && { limit }) }),
      pause: createPause(),
      signal,
      rows: limits.rows,
    })
    signal.throwIfAborted()
    const seconds = Math.round(performance.now() - begun) / 1000
    return resultDocument({
      operation: localName,
      summary: { ...summary, seconds },
      parts: output === 'xml' ? parts : inSyntax(parts, output),
    })
  })
}

/** Milliseconds between two words to the employer, at least. */
const SELDOM = 500

/** Says to the employer now and then how far a decomposition is: `<m:progress>`, besides the answer. */
function createTeller({ send }: Pick<RoleContext, 'send'>): (standing: () => Standing) => void {
  let last = -Infinity
  return (standing) => {
    const now = performance.now()
    if (now - last < SELDOM) return
    last = now
    // Who is no longer there need not know.
    send(element({ namespace: MONOS_NAMESPACE, localName: 'progress' }, { ...standing() })).catch(() => {})
  }
}

function exampleOf(
  operation: string,
  { attributes, content }: { readonly attributes?: string; readonly content: string },
): string {
  const start = [`m:${operation} xmlns:m="${MONOS_NAMESPACE}"`, ...(attributes === undefined ? [] : [attributes])].join(
    ' ',
  )
  return `<${start}>\n  ${content}\n</m:${operation}>\n`
}
