import { defineRole, roleIri } from '@xeerkat/agent-vm'
import { expect, it } from 'vitest'
import { type Route, routesOf, routeTable, routeTables, schemaName } from './route.ts'

it('draws routes from what roles accept, and marks what is not for consumers', () => {
  const role = defineRole('urn:r', (document) => document, {
    title: 'R',
    accepts: [
      { namespace: 'urn:n', localName: 'asked', schema: '<s/>' },
      { namespace: '', localName: 'own', title: 'Own', example: '<own/>' },
      { namespace: '', localName: 'internal', public: false },
    ],
  })
  expect(routesOf([role])).toEqual([
    { role: 'urn:r', namespace: 'urn:n', localName: 'asked', title: 'R', schema: '<s/>' },
    { role: 'urn:r', namespace: '', localName: 'own', title: 'Own', example: '<own/>' },
    { role: 'urn:r', namespace: '', localName: 'internal', title: 'R', public: false },
  ])
})

it('a local route wins over a learned one, wherever it stands; among equals the first', () => {
  const route = (role: string, learned: boolean) => ({ role: roleIri(role), namespace: '', localName: 'a', learned })
  const table = routeTable([route('urn:far', true), route('urn:near', false), route('urn:late', false)])
  expect(table.list).toHaveLength(1)
  expect(table.find({ namespace: '', localName: 'a' })?.role).toBe('urn:near')
  expect(table.find({ namespace: 'urn:n', localName: 'a' })).toBeUndefined()
})

it('what is not for consumers is found only for what the provider let in, and hides what a stranger says of it', () => {
  const root = { namespace: '', localName: 'a' }
  const near: Route = { role: roleIri('urn:near'), ...root, public: false }
  const far: Route = { role: roleIri('urn:far'), ...root, learned: true }
  const table = routeTable([far, near])
  expect(table.list).toEqual([])
  expect(table.find(root)).toBeUndefined()
  expect(table.findAny(root)).toBe(near)
  const shown: Route = { role: roleIri('urn:shown'), ...root }
  expect(routeTable([near, shown]).find(root)).toBe(shown)
})

it('names schemas so that two namespaces do not share one', () => {
  const names = ['', 'urn:one', 'urn:two'].map((namespace) => schemaName({ namespace, localName: 'a' }))
  expect(new Set(names).size).toBe(3)
  expect(names[0]).toBe('a.xsd')
})

it('makes its table again when there are other routes, and only then', () => {
  const route: Route = { role: roleIri('urn:r'), namespace: '', localName: 'a' }
  let routes = [route]
  const table = routeTables(() => [...routes])
  const before = table()
  expect(table()).toBe(before)
  routes = [route, { ...route, localName: 'b' }]
  expect(table().list).toHaveLength(2)
})
