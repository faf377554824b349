<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output omit-xml-declaration="yes"/>

  <xsl:template match="/sample">
    <xsl:variable name="mean" select="sum(value) div count(value)"/>
    <xsl:variable name="squares">
      <xsl:call-template name="squares">
        <xsl:with-param name="values" select="value"/>
        <xsl:with-param name="mean" select="$mean"/>
      </xsl:call-template>
    </xsl:variable>
    <mean of="{count(value)}" variance="{$squares div count(value)}">
      <xsl:value-of select="$mean"/>
    </mean>
  </xsl:template>

  <!-- The sum of the squares of what values are apart from the mean; halved at each call, so that no call goes deep. -->
  <xsl:template name="squares">
    <xsl:param name="values"/>
    <xsl:param name="mean"/>
    <xsl:variable name="half" select="floor(count($values) div 2)"/>
    <xsl:choose>
      <xsl:when test="$half = 0">
        <xsl:value-of select="($values - $mean) * ($values - $mean)"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:variable name="first">
          <xsl:call-template name="squares">
            <xsl:with-param name="values" select="$values[position() &lt;= $half]"/>
            <xsl:with-param name="mean" select="$mean"/>
          </xsl:call-template>
        </xsl:variable>
        <xsl:variable name="second">
          <xsl:call-template name="squares">
            <xsl:with-param name="values" select="$values[position() &gt; $half]"/>
            <xsl:with-param name="mean" select="$mean"/>
          </xsl:call-template>
        </xsl:variable>
        <xsl:value-of select="$first + $second"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
