import type { Pipeline, Stage } from '@xeerkat/pipeline'
import { EXIT_DONE, type Io } from '../cli/command.ts'
import { loadFile } from '../pipelines/load-file.ts'
import { capabilitiesOf } from '../pipelines/permits.ts'

/** Prints the compiled steps of a pipeline as a tree. */
export async function explainPipeline(
  [file = '']: readonly string[],
  { json }: { readonly json: boolean },
  io: Io,
): Promise<number> {
  using pipeline = await loadFile(file, { capabilities: capabilitiesOf(file) })
  if (json) {
    const { name, role, parameters, stage } = pipeline
    io.out(JSON.stringify({ name, role: role ?? null, parameters, stage: plain(stage) }))
  } else for (const line of [...headOf(pipeline), ...treeOf(pipeline.stage, '')]) io.out(line)
  return EXIT_DONE
}

/** A stage without its code. */
function plain({ name, detail, holds, stages = [] }: Stage): object {
  return { name, ...(detail !== undefined && { detail }), holds, stages: stages.map(plain) }
}

function headOf({ name, role, parameters }: Pipeline): readonly string[] {
  const accepted = role?.accepts.map(({ namespace, localName }) =>
    namespace === '' ? localName : `{${namespace}}${localName}`,
  )
  return [
    name,
    ...(role === undefined ? [] : [`  plays    ${role.iri}`]),
    ...(accepted === undefined || accepted.length === 0 ? [] : [`  accepts  ${accepted.join(', ')}`]),
    ...parameters.map(
      (parameter) => `  takes    $${parameter.name}${parameter.value === undefined ? '' : ` = "${parameter.value}"`}`,
    ),
  ]
}

const held = {
  nothing: 'streams',
  match: 'holds one match at a time',
  document: 'holds the document',
} as const

function treeOf({ stages = [] }: Stage, indent: string): readonly string[] {
  return stages.flatMap((stage, at) => {
    const last = at === stages.length - 1
    const { name, detail = '', holds } = stage
    return [
      `${indent}${last ? '└ ' : '├ '}${`${name} ${detail}`.trim()}  (${held[holds]})`,
      ...treeOf(stage, `${indent}${last ? '  ' : '│ '}`),
    ]
  })
}
