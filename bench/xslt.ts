// Transformations of a document of a megabyte, next to libxslt's where `xsltproc` is installed.
// `node bench/xslt.ts` prints a table.
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { compileStylesheet, parseTree } from '@xeerkat/xslt'

const XSL = 'version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"'
const stylesheets = {
  'identity, node by node': `<xsl:stylesheet ${XSL}>
  <xsl:template match="@*|node()"><xsl:copy><xsl:apply-templates select="@*|node()"/></xsl:copy></xsl:template>
</xsl:stylesheet>`,
  'sorted table, grouped by a key': `<xsl:stylesheet ${XSL}>
  <xsl:key name="kind" match="item" use="@kind"/>
  <xsl:template match="/">
    <table>
      <xsl:apply-templates select="catalog/item"><xsl:sort select="price" data-type="number"/></xsl:apply-templates>
      <xsl:for-each select="catalog/item[generate-id() = generate-id(key('kind', @kind)[1])]">
        <sum kind="{@kind}"><xsl:value-of select="sum(key('kind', @kind)/price)"/></sum>
      </xsl:for-each>
    </table>
  </xsl:template>
  <xsl:template match="item"><row n="{@n}"><xsl:number/> <xsl:value-of select="name"/></row></xsl:template>
</xsl:stylesheet>`,
} as const

/** Transformations of one run, source tree to result tree; libxslt's time holds one parse and one start of the program, too. */
const REPEAT = 20

/** The rows of the table. */
export async function xsltRows(): Promise<Record<string, string | number>[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-xslt-'))
  try {
    const source = join(folder, 'source.xml')
    await writeFile(source, catalog())
    const rows = []
    for (const [what, stylesheet] of Object.entries(stylesheets)) {
      const file = join(folder, 'stylesheet.xsl')
      await writeFile(file, stylesheet)
      const ours = transform(stylesheet)
      const libxslt = await xsltproc(file, source)
      rows.push({
        what,
        'ms each': Number(ours.toPrecision(3)),
        'of libxslt': libxslt === undefined ? 'xsltproc is not installed' : Number((ours / libxslt).toPrecision(2)),
      })
    }
    return rows
  } finally {
    await rm(folder, { recursive: true })
  }
}

function transform(stylesheet: string): number {
  const compiled = compileStylesheet(parseTree(stylesheet))
  const source = parseTree(catalog())
  const run = () => compiled.transform(source)
  run() // compiled by V8 before it is timed
  const started = performance.now()
  for (let n = 0; n < REPEAT; n++) run()
  return (performance.now() - started) / REPEAT
}

async function xsltproc(stylesheet: string, source: string): Promise<number | undefined> {
  const started = performance.now()
  try {
    await promisify(execFile)('xsltproc', ['--repeat', '--noout', stylesheet, source])
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
  return (performance.now() - started) / REPEAT
}

function catalog(): string {
  const items = Array.from(
    { length: 9000 },
    (_, n) =>
      `<item n="${n}" kind="k${n % 20}"><name>Name ${(n * 7919) % 9000}</name><price>${(n * 31.1) % 997}</price><note>some <b>mixed</b> text</note></item>`,
  )
  return `<catalog>${items.join('')}</catalog>`
}

if (import.meta.main) console.table(await xsltRows())
