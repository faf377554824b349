interface Judged {
  readonly category: string
  readonly right: boolean
}

export interface Row {
  readonly category: string
  readonly cases: number
  readonly ours: number
  readonly libxslt: number | undefined
}

/** How many are right, by category, and of all in the last row. Both lists are of the same cases. */
export function rowsOf(ours: readonly Judged[], libxslt: readonly Judged[] | undefined): readonly Row[] {
  const categories = [...new Set(ours.map(({ category }) => category))]
  const rowOf = (name: string, belongs: (one: Judged) => boolean): Row => ({
    category: name,
    cases: ours.filter(belongs).length,
    ours: ours.filter((one) => belongs(one) && one.right).length,
    libxslt: libxslt?.filter((one) => belongs(one) && one.right).length,
  })
  return [...categories.map((name) => rowOf(name, ({ category }) => category === name)), rowOf('all', () => true)]
}

export function tableOf(rows: readonly Row[], libxslt = 'not installed'): string {
  const lines = rows.map((row) => [row.category, row.cases, row.ours, row.libxslt ?? '-'].map(String))
  const all = [['category', 'cases', 'ours', `libxslt ${libxslt}`], ...lines]
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((line) => line[column]?.length ?? 0)))
  return all
    .map((line) =>
      line.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))),
    )
    .map((cells) => cells.join('  '))
    .join('\n')
}
