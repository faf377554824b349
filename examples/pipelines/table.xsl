<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <!-- The pipeline's parameter of this name. -->
  <xsl:param name="caption"/>

  <xsl:template match="/sample">
    <table>
      <caption><xsl:value-of select="$caption"/></caption>
      <xsl:apply-templates select="value"/>
    </table>
  </xsl:template>

  <xsl:template match="value">
    <tr><th><xsl:value-of select="position()"/></th><td><xsl:value-of select="."/></td></tr>
  </xsl:template>
</xsl:stylesheet>
