// Generated from schema/ping.xsd by tools/embed-schemas.ts.

export const pingXsd = `<?xml version="1.0" encoding="UTF-8"?>
<!-- The documents of the ping roles: the paper's Examples 5, 6 and 7, as they are there. Times are milliseconds. -->
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">

  <xs:element name='ping-request' xmlns:xs='http://www.w3.org/2001/XMLSchema'>
    <xs:complexType>
      <xs:attribute type='xs:int' use='required' name='count'/>
      <xs:attribute type='xs:int' name='idle-max'/>
      <xs:attribute type='xs:int' name='hire-limit'/>
    </xs:complexType>
  </xs:element>

  <xs:element name='ping' xmlns:xs='http://www.w3.org/2001/XMLSchema'>
    <xs:complexType>
      <xs:attribute type='xs:int' use='required' name='count'/>
    </xs:complexType>
  </xs:element>

  <xs:element name='ping-stats' xmlns:xs='http://www.w3.org/2001/XMLSchema'>
    <xs:complexType>
      <xs:attribute type='xs:int' use='required' name='count'/>
      <xs:attribute type='xs:int' use='required' name='failures'/>
      <xs:attribute type='xs:int' use='required' name='elapsed'/>
    </xs:complexType>
  </xs:element>
</xs:schema>
`
