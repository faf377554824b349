#!/usr/bin/env node
// XSLT 3.0 for x:xslt3, by SaxonJS: `xslt3.js STYLESHEET [NAME=VALUE]...` transforms stdin to stdout. Put it where SaxonJS
// is installed (`npm install saxon-js`; read its licence), and allow it: --allow-command xslt3=/path/to/xslt3.js
import { readFileSync, writeSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

const engine = 'saxon-js'
const [file, ...parameters] = process.argv.slice(2)

const transformation = `let $given := parse-json($parameters) return transform(map {
  'stylesheet-text': $stylesheet,
  'stylesheet-base-uri': $base,
  'stylesheet-params': map:merge(map:keys($given) ! map:entry(QName('', .), $given(.))),
  'source-node': parse-xml($input),
  'delivery-format': 'serialized'
})?output`

try {
  const { default: SaxonJS } = await import(engine)
  const output = SaxonJS.XPath.evaluate(transformation, null, {
    params: {
      stylesheet: readFileSync(file, 'utf8'),
      base: pathToFileURL(file).href,
      parameters: JSON.stringify(read(parameters)),
      input: readFileSync(0, 'utf8'),
    },
    namespaceContext: { map: 'http://www.w3.org/2005/xpath-functions/map' },
  })
  writeSync(1, output)
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}

/** Of `name=value`s. */
function read(written) {
  return Object.fromEntries(
    written.map((each) => [each.slice(0, each.indexOf('=')), each.slice(each.indexOf('=') + 1)]),
  )
}
