/** The page's style. Light and dark, readable at any width. */
export const STYLE = `
:root { color-scheme: light dark; --ink: light-dark(#1c1f24, #e6e4de); --paper: light-dark(#fbfaf7, #16181c);
  --line: light-dark(#d5d1c8, #3a3f47); --accent: light-dark(#1f5a8a, #86b8e0); --soft: light-dark(#f1eee7, #1f2329); }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 60rem; padding: 1.5rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.6 Georgia, 'Times New Roman', serif }
h1 { font-size: 1.9rem; margin: .5rem 0 0 } h2 { font-size: 1.2rem; margin: 2rem 0 .5rem }
a { color: var(--accent) } code, pre, textarea { font: .9rem/1.5 ui-monospace, Menlo, Consolas, monospace }
label { display: block; font-weight: bold } .note { opacity: .75; font-size: .9rem } .iri { overflow-wrap: anywhere }
textarea { width: 100%; padding: .6rem; color: inherit; background: var(--soft); border: 1px solid var(--line); border-radius: 4px }
button { font: inherit; margin: .4rem 0; padding: .35rem 1rem; color: var(--paper); background: var(--accent);
  border: 1px solid var(--accent); border-radius: 4px; cursor: pointer }
button.use { padding: .1rem .6rem; color: var(--accent); background: none; font-size: .9rem }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
pre { padding: .8rem; background: var(--soft); border: 1px solid var(--line); border-radius: 4px; overflow: auto; max-height: 30rem; white-space: pre-wrap }
table { width: 100%; border-collapse: collapse } th, td { text-align: left; vertical-align: top; padding: .4rem .6rem .4rem 0; border-bottom: 1px solid var(--line) }
dl { display: flex; flex-wrap: wrap; gap: .5rem 2rem; margin: 0 } dt { font-size: .9rem; opacity: .75 } dd { margin: 0; font-size: 1.4rem }
footer { margin-top: 3rem; border-top: 1px solid var(--line); font-size: .9rem } footer code { overflow-wrap: anywhere }
progress { width: 100% }
`

/** The page's script: submits without leaving the page, and watches the receipt. */
export const SCRIPT = `
const $ = (selector) => document.querySelector(selector)
const form = $('form'), area = $('#document'), status = $('#status'), response = $('#response'), mine = $('#mine')
$('.here').textContent = location.origin
for (const button of document.querySelectorAll('.use'))
  button.addEventListener('click', () => { area.value = button.dataset.example; area.focus() })

const kept = () => JSON.parse(sessionStorage.getItem('receipts') ?? '[]')
const keep = (ref) => { sessionStorage.setItem('receipts', JSON.stringify([ref, ...kept()].slice(0, 20))); list() }
function list() {
  mine.hidden = kept().length === 0
  mine.querySelector('ul').replaceChildren(...kept().map((ref) => {
    const item = document.createElement('li'), link = document.createElement('a')
    link.href = '/receipts/' + ref
    link.textContent = ref
    item.append(link)
    return item
  }))
}
function say(text, done, total) {
  status.textContent = text
  if (done === undefined) return
  const bar = document.createElement('progress')
  if (total) { bar.max = total; bar.value = done }
  status.append(bar)
}
function show(text) { response.hidden = false; response.textContent = text }

/** How a large response begins, and where it is to be had. */
async function showLarge({ ref, href, size }) {
  const head = await fetch(href, { headers: { accept: 'application/xml', range: 'bytes=0-1999' } })
  show((await head.text()) + ' …')
  const link = document.createElement('a')
  link.href = href
  link.download = ref + '.xml'
  link.textContent = 'Download all ' + (size / 2 ** 20).toFixed(1) + ' MiB'
  status.append(' ', link)
}

/** Shares that are no counts are told in percent, and what takes long with the time that is left. */
function far(done, total, begun) {
  if (!total) return done + ' done …'
  const gone = (performance.now() - begun) / 1000, left = gone * (total - done) / done
  return (total < 1e6 ? done + ' of ' + total : Math.floor(100 * done / total) + ' %') + ' done …'
    + (gone > 5 && done > 0 ? ' about ' + Math.ceil(left) + ' s left' : '')
}

const json = { accept: 'application/json' }
form.addEventListener('submit', async (event) => {
  event.preventDefault()
  response.hidden = true
  say('Submitting …')
  try {
    const answer = await fetch('/', { method: 'POST', headers: { ...json, 'content-type': 'application/xml' }, body: area.value })
    const said = await answer.text()
    const ref = answer.status === 202 && (answer.headers.get('location') ?? '').split('/').pop()
    if (ref) { keep(ref); await watch(ref); return }
    const { title, detail } = /json/.test(answer.headers.get('content-type')) ? JSON.parse(said) : {}
    say(answer.ok ? 'Answered.' : title ? 'Refused: ' + title : 'Refused.')
    show(detail ?? said)
  } catch { say('The gateway does not answer. Try again in a moment.') }
})
async function watch(ref) {
  const begun = performance.now()
  for (;;) {
    const answer = await fetch('/receipts/' + ref, { headers: json })
    const receipt = await answer.json()
    if (answer.status !== 202) {
      say(answer.ok ? (receipt.failed ? 'The grid could not answer.' : 'Answered.') : receipt.title)
      if (receipt.size) return showLarge(receipt)
      return show(receipt.document ?? receipt.detail)
    }
    const { state, done, total } = receipt
    say(done === undefined ? 'Receipt ' + ref + ': ' + state + ' …' : far(done, total, begun), done, total)
    await new Promise((resolve) => setTimeout(resolve, 400))
  }
}
list()
`
