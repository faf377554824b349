// The page: its form hands documents in, and its list shows what can be handed in. What it asks the gateway is in grid.js.
import { follow, Refusal, services, submit } from './grid.js'

const form = document.querySelector('form')
const area = document.querySelector('textarea')
const key = document.querySelector('#key')
const status = document.querySelector('[role=status]')
const response = document.querySelector('#response')
/** The only place that names the gateway. */
const gateway = form.action

/** Services that are shown at most; the gateway's own page of them names all. */
const MAX_SHOWN = 100

for (const here of document.querySelectorAll('.gateway')) here.textContent = gateway
void list()

form.addEventListener('submit', (event) => {
  event.preventDefault()
  void handIn()
})

async function handIn() {
  const [button] = form.getElementsByTagName('button')
  button.disabled = true
  response.hidden = true
  try {
    say('Handing it in …')
    const receipt = await submit(gateway, area.value, { key: key.value.trim() })
    for await (const progress of follow(receipt)) show(receipt, progress)
  } catch (error) {
    say(error instanceof Refusal ? error.message : 'The gateway does not answer. Try again in a moment.')
  } finally {
    button.disabled = false
  }
}

function show(receipt, { state, failed, document: answer, href, done, total }) {
  const what = make('a', { href: receipt }, 'Receipt')
  if (state !== 'answered') {
    const count = done === undefined ? '' : ` ${done}${total ? ` of ${total}` : ''}`
    say(what, `: ${state}${count} … `, ...(total ? [make('progress', { max: total, value: done ?? 0 })] : []))
    return
  }
  say(what, failed ? ': the grid could not answer.' : ': answered.')
  response.hidden = false
  response.replaceChildren(answer ?? make('a', { href }, 'It is large: collect it here.'))
}

function say(...parts) {
  status.replaceChildren(...parts)
}

async function list() {
  const place = document.querySelector('#services')
  try {
    const found = await services(gateway)
    place.replaceChildren(...found.slice(0, MAX_SHOWN).map(entry))
    if (found.length === 0) place.replaceChildren(make('li', {}, 'None at the moment: no host has been found so far.'))
  } catch {
    place.replaceChildren(make('li', {}, 'The gateway does not answer. Try again in a moment.'))
  }
}

/** One service: what it does, and what it takes. */
function entry({ namespace, element, role, title, schema, example, learned }) {
  const name = make('code', {}, `<${element}>`)
  if (namespace) name.title = namespace
  const links = [schema && make('a', { href: schema }, 'schema'), example && use(example, element)].filter(Boolean)
  return make(
    'li',
    {},
    make('p', {}, name, ' ', title ?? ''),
    make('p', { className: 'note' }, role, learned ? ', heard of on the grid' : ''),
    ...(links.length > 0 ? [make('p', {}, ...links.flatMap((link) => [link, ' ']))] : []),
  )
}

function use(example, element) {
  const button = make('button', { type: 'button', ariaLabel: `Use the example of ${element}` }, 'use its example')
  button.addEventListener('click', () => {
    area.value = example
    area.focus()
  })
  return button
}

/** Texts become texts, whatever is in them: services and answers are strangers' words. */
function make(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties)
  made.append(...children)
  return made
}
