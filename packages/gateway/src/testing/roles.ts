import { type Accepts, defineRole, type Role } from '@xeerkat/agent-vm'
import { attribute, element } from '@xeerkat/xml'

const accepts: Accepts = {
  namespace: '',
  localName: 'sum-request',
  title: 'Adds two numbers',
  example: '<sum-request a="1" b="2"/>',
  schema: `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="sum-request"><xs:complexType>
    <xs:attribute name="a" type="xs:int" use="required"/><xs:attribute name="b" type="xs:int" use="required"/>
    </xs:complexType></xs:element></xs:schema>`,
}

export const SUM = 'urn:test:sum'

/** A coordinator that needs nobody: `<sum-request a="1" b="2"/>` gives `<sum value="3"/>`. */
export function sumRole(more: { readonly onWork?: () => Promise<void> | void } = {}): Role {
  return defineRole(
    SUM,
    async (request, { progress }) => {
      progress(1, 2)
      await more.onWork?.()
      return element('sum', { value: Number(attribute(request, 'a')) + Number(attribute(request, 'b')) })
    },
    { title: 'Sum', accepts: [accepts] },
  )
}
