<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="/sample">
    <sample>
      <xsl:for-each select="value">
        <xsl:sort select="." data-type="number" order="descending"/>
        <xsl:copy-of select="."/>
      </xsl:for-each>
    </sample>
  </xsl:template>
</xsl:stylesheet>
