<!-- A chain of stylesheets: each does one thing, and can be used without the others. -->
<p:pipe name="table" xmlns:p="http://www.smallx.com/Vocabulary/Pipeline/2005/1/0"
        xmlns:x="http://www.xeerkat.org/Vocabulary/Pipeline/2026/1/0"
        xmlns:r="http://www.xeerkat.org/Vocabulary/Pipeline/Role/2026/1/0"
        r:iri="urn:example:table" r:title="A sample as a table, the largest first"
        r:accepts="sample" r:schema="mean.xsd" r:example="table.in.xml">
  <x:param name="caption" default="Sample" title="What stands above the table"/>
  <p:xslt src="sorted.xsl"/>
  <p:xslt src="table.xsl"/>
</p:pipe>
