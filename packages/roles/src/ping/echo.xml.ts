// Generated from packages/roles/src/ping/echo.xml by tools/embed-schemas.ts.

export const echoXml = `<p:pipe xmlns:p="http://www.smallx.com/Vocabulary/Pipeline/2005/1/0" name="echo"> <p:identity/> </p:pipe>
`
