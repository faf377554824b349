<!-- Validate, compute, validate: what the role takes and gives is a promise that its schema keeps. -->
<p:pipe name="mean" xmlns:p="http://www.smallx.com/Vocabulary/Pipeline/2005/1/0"
        xmlns:r="http://www.xeerkat.org/Vocabulary/Pipeline/Role/2026/1/0"
        r:iri="urn:example:mean" r:title="Mean and variance of a sample"
        r:accepts="sample" r:schema="mean.xsd" r:example="mean.in.xml">
  <p:validate assert="true"><p:map href="mean.xsd"/></p:validate>
  <p:xslt src="mean.xsl"/>
  <p:validate assert="true"><p:map href="mean.xsd"/></p:validate>
</p:pipe>
