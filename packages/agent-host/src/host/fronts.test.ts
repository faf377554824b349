import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { createLab } from './testing/lab.ts'

// Threads, perhaps on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

const XSL = 'xmlns:xsl="http://www.w3.org/1999/XSL/Transform" version="1.0"'
const P = 'xmlns:p="http://www.smallx.com/Vocabulary/Pipeline/2005/1/0"'

/** Each is XSLT, and meets a bound of its own. */
const hostile = {
  endless: `<xsl:template match="/"><xsl:call-template name="again"/></xsl:template>
    <xsl:template name="again"><xsl:call-template name="again"/></xsl:template>`,
  // No deeper than allowed, and as long as 2 to the power of 200.
  forked: `<xsl:template match="/"><xsl:call-template name="fork"><xsl:with-param name="n" select="200"/></xsl:call-template></xsl:template>
    <xsl:template name="fork"><xsl:param name="n"/><xsl:if test="$n &gt; 0">
      <xsl:call-template name="fork"><xsl:with-param name="n" select="$n - 1"/></xsl:call-template>
      <xsl:call-template name="fork"><xsl:with-param name="n" select="$n - 1"/></xsl:call-template>
    </xsl:if></xsl:template>`,
  // 10 GB: a text of 100 characters, 100 million times.
  large: `<xsl:template match="/"><out><xsl:call-template name="ten"><xsl:with-param name="n" select="8"/></xsl:call-template></out></xsl:template>
    <xsl:template name="ten"><xsl:param name="n"/><xsl:choose>
      <xsl:when test="$n = 0"><x>${'0123456789'.repeat(10)}</x></xsl:when>
      <xsl:otherwise>${'<xsl:call-template name="ten"><xsl:with-param name="n" select="$n - 1"/></xsl:call-template>'.repeat(10)}</xsl:otherwise>
    </xsl:choose></xsl:template>`,
  file: `<xsl:template match="/"><xsl:copy-of select="document('file:///etc/passwd')"/></xsl:template>`,
}

it('a front whose pipeline would never end, or say too much, says so in time, and the gateway lives on', async () => {
  await using lab = await createLab()
  for (const [name, body] of Object.entries(hostile)) {
    await writeFile(join(lab.folder, `${name}.xsl`), `<xsl:stylesheet ${XSL}>${body}</xsl:stylesheet>`)
    await writeFile(join(lab.folder, `${name}.xml`), `<p:pipe name="${name}" ${P}><p:xslt src="${name}.xsl"/></p:pipe>`)
  }
  await writeFile(join(lab.folder, 'echo.xml'), `<p:pipe name="echo" ${P}><p:identity/></p:pipe>`)
  const fronts = ['echo', ...Object.keys(hostile)].map((name) => ({ name, file: `${name}.xml` }))
  const frontLimits = { stepWithin: 1000, within: 20_000, memory: 256, threads: 1 }
  const { gateway = '' } = await lab.host({ gateway: { fronts, frontLimits } })
  const post = (name: string) => fetch(`${gateway}/${name}`, { method: 'POST', body: '<a/>' })

  for (const [name, message] of [
    ['endless', /deeper|limit|stack/],
    ['forked', /ms|steps|limit/],
    ['large', /more than|limit|memory/],
  ] as const) {
    const answer = await post(name)
    expect([name, answer.status, await answer.text()]).toEqual([name, 503, expect.stringMatching(message)])
    expect(await (await post('echo')).text()).toBe('<a/>')
  }
  expect(await (await post('file')).text()).not.toContain('root:')
  expect((await fetch(`${gateway}/healthz`)).status).toBe(200)
})
