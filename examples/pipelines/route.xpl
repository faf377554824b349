<!-- Routing by content: what a document says decides what becomes of it. -->
<p:pipe name="route" xmlns:p="http://www.smallx.com/Vocabulary/Pipeline/2005/1/0"
        xmlns:r="http://www.xeerkat.org/Vocabulary/Pipeline/Role/2026/1/0"
        xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
        xmlns:mg="http://www.mathgrid.org/Vocabulary/Services/2005/1/0"
        r:iri="urn:example:route" r:title="Statistics of samples, if there are enough values"
        r:accepts="sample" r:example="route.in.xml">
  <p:route>
    <p:when test="count(/sample/value) &gt;= 30"><p:xslt src="mean.xsl"/></p:when>
    <p:when test="/sample/value">
      <p:template><few of="{count(/sample/value)}" min="30"/></p:template>
    </p:when>
    <p:otherwise>
      <p:template>
        <mg:error><xsl:text>There is no sample with a value in it, only </xsl:text><xsl:value-of select="name(/*)"/></mg:error>
      </p:template>
    </p:otherwise>
  </p:route>
</p:pipe>
