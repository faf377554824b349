<!-- Calling a program: XML goes in, XML comes out, and what it complains about becomes an answer. -->
<p:pipe name="factor" xmlns:p="http://www.smallx.com/Vocabulary/Pipeline/2005/1/0"
        xmlns:x="http://www.xeerkat.org/Vocabulary/Pipeline/2026/1/0"
        xmlns:r="http://www.xeerkat.org/Vocabulary/Pipeline/Role/2026/1/0"
        xmlns:c="http://www.smallx.com/Vocabulary/Pipeline/Component/2005/1/0"
        xmlns:mg="http://www.mathgrid.org/Vocabulary/Services/2005/1/0"
        xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
        r:iri="urn:example:factor" r:title="The prime factors of a number"
        r:accepts="factor" r:example="factor.in.xml">
  <p:trap>
    <x:exec command="node" args="factor.js" time="10000"/>
    <p:on-error>
      <p:template><mg:error><xsl:value-of select="/c:error-context/c:error"/></mg:error></p:template>
    </p:on-error>
  </p:trap>
</p:pipe>
