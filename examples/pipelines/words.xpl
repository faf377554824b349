<!-- Map and aggregate: each text for itself as it streams by, then all of them. -->
<p:pipe name="words" xmlns:p="http://www.smallx.com/Vocabulary/Pipeline/2005/1/0"
        xmlns:x="http://www.xeerkat.org/Vocabulary/Pipeline/2026/1/0"
        xmlns:r="http://www.xeerkat.org/Vocabulary/Pipeline/Role/2026/1/0"
        r:iri="urn:example:library" r:title="How many words a library has"
        r:accepts="library" r:example="words.in.xml">
  <x:for-each select="text">
    <p:template>
      <words n="{string-length(normalize-space(/)) - string-length(translate(normalize-space(/), ' ', '')) + boolean(normalize-space(/))}"/>
    </p:template>
  </x:for-each>
  <x:aggregate select="words" wrapper="counts"/>
  <p:template><words texts="{count(/counts/words)}" n="{sum(/counts/words/@n)}"/></p:template>
</p:pipe>
