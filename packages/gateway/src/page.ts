import { createHash } from 'node:crypto'
import { clark } from '@xeerkat/xml'
import type { FrontPipeline } from './front-pipeline.ts'
import { SCRIPT, STYLE } from './page-assets.ts'
import type { Route } from './route.ts'
import { frontLink, schemaLink } from './services.ts'
import { type Depth, states } from './store/store.ts'

export interface PageContent {
  readonly title: string
  readonly routes: readonly Route[]
  readonly fronts?: readonly FrontPipeline[]
  readonly depth: Depth
}

/** Nothing but the page's own style and script, byte for byte, and requests to this gateway. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  `style-src '${hash(STYLE)}'`,
  `script-src '${hash(SCRIPT)}'`,
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Services drawn on the page at most; `/services` names all. */
const MAX_DRAWN = 200

/** What a gateway shows to a person: its services, a form, how busy it is. Works without its script, too. */
export function page({ title, routes, fronts = [], depth }: PageContent): string {
  const example = routes.find((route) => route.example !== undefined)?.example ?? ''
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>${text(title)}</h1>
<p>Submit an XML document; a peer on the grid that plays the role for it computes the answer. You get a receipt at
once, and the response under it when it is there.</p>
</header>
<main>
<section aria-labelledby="submit">
<h2 id="submit">Submit</h2>
<form method="post" action="/" enctype="application/x-www-form-urlencoded">
<label for="document">Document</label>
<textarea id="document" name="document" rows="8" spellcheck="false" required>${text(example)}</textarea>
<button type="submit">Submit document</button>
</form>
<div id="status" role="status" aria-live="polite"></div>
<pre id="response" hidden tabindex="0" aria-label="Response"></pre>
</section>
<section aria-labelledby="receipts" id="mine" hidden>
<h2 id="receipts">Your receipts</h2>
<p class="note">Kept in this browser only. Whoever has a receipt can collect its response.</p>
<ul></ul>
</section>
<section aria-labelledby="services">
<h2 id="services">Services</h2>
${routes.length === 0 ? '<p>None yet: no peer with a service has been found so far.</p>' : table(routes)}
</section>
${fronts.length === 0 ? '' : `<section aria-labelledby="fronts">\n<h2 id="fronts">Front ends</h2>\n<p>Post a document there, and the front end’s own pipeline answers.</p>\n${frontTable(fronts)}\n</section>`}
<section aria-labelledby="queue">
<h2 id="queue">Receipts here</h2>
<dl>${states.map((state) => `<div><dt>${state}</dt><dd>${depth[state]}</dd></div>`).join('')}</dl>
</section>
</main>
<footer><p><a href="/services">/services</a> · <a href="/healthz">/healthz</a> · <a href="/metrics">/metrics</a></p>
<p>From a terminal: <code>curl -i -d '${text(example || '<document/>')}' <span class="here">this address</span></code></p></footer>
<script>${SCRIPT}</script>
</body>
</html>
`
}

function table(routes: readonly Route[]): string {
  const rows = routes.slice(0, MAX_DRAWN).map(row).join('\n')
  const more =
    routes.length > MAX_DRAWN ? `<p>And ${routes.length - MAX_DRAWN} more: <a href="/services">all</a>.</p>` : ''
  return `<table>
<thead><tr><th scope="col">Document</th><th scope="col">Role</th><th scope="col">Schema</th><th scope="col"></th></tr></thead>
<tbody>
${rows}
</tbody>
</table>${more}`
}

function frontTable(fronts: readonly FrontPipeline[]): string {
  const rows = fronts.map(
    ({ name, title, accepts = [] }) => `<tr>
<td><code>POST ${text(frontLink(name))}</code>${title === undefined ? '' : `<br>${text(title)}`}</td>
<td>${accepts.map((accepted) => `<code>${text(clark(accepted))}</code>`).join(', ')}</td>
</tr>`,
  )
  return `<table>
<thead><tr><th scope="col">Front end</th><th scope="col">Takes</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>`
}

function row(route: Route): string {
  const { role, title, example, learned } = route
  const schema = schemaLink(route)
  const use =
    example === undefined
      ? ''
      : `<button type="button" class="use" data-example="${text(example)}">Use example</button>`
  return `<tr>
<td><code>${text(clark(route))}</code>${title === undefined ? '' : `<br>${text(title)}`}</td>
<td class="iri">${text(role)}${learned === true ? '<br><span class="note">heard of on the grid</span>' : ''}</td>
<td>${schema === undefined ? '' : `<a href="${text(schema)}">schema</a>`}</td>
<td>${use}</td>
</tr>`
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function text(value: string): string {
  return value.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
}

function hash(content: string): string {
  return `sha256-${createHash('sha256').update(content).digest('base64')}`
}
