// Generated from schema/services.xsd by tools/embed-schemas.ts.

export const servicesXsd = `<?xml version="1.0" encoding="UTF-8"?>
<!-- What a gateway says to a consumer. \`message\` and \`error\` are those of the paper's Example 4. -->
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
           xmlns:mg="http://www.mathgrid.org/Vocabulary/Services/2005/1/0"
           targetNamespace="http://www.mathgrid.org/Vocabulary/Services/2005/1/0"
           elementFormDefault="qualified">

  <!-- A receipt: the text is for people. While there is no response yet, how far it has come. -->
  <xs:element name="message">
    <xs:complexType>
      <xs:simpleContent>
        <xs:extension base="xs:string">
          <xs:attribute name="ref" type="xs:string" use="required"/>
          <xs:attribute name="state" type="mg:State"/>
          <xs:attribute name="done" type="xs:nonNegativeInteger"/>
          <xs:attribute name="total" type="xs:nonNegativeInteger"/>
        </xs:extension>
      </xs:simpleContent>
    </xs:complexType>
  </xs:element>

  <xs:simpleType name="State">
    <xs:restriction base="xs:string">
      <xs:enumeration value="queued"/>
      <xs:enumeration value="recruiting"/>
      <xs:enumeration value="working"/>
    </xs:restriction>
  </xs:simpleType>

  <!-- Why a document was not accepted, or has no other response. -->
  <xs:element name="error" type="xs:string"/>

  <!-- What can be submitted here. -->
  <xs:element name="services">
    <xs:complexType>
      <xs:sequence>
        <xs:element ref="mg:service" minOccurs="0" maxOccurs="unbounded"/>
        <xs:element ref="mg:front" minOccurs="0" maxOccurs="unbounded"/>
      </xs:sequence>
    </xs:complexType>
  </xs:element>

  <!-- A front end of the provider's own: what is posted there goes through its pipeline. -->
  <xs:element name="front">
    <xs:complexType>
      <xs:sequence>
        <xs:element name="accepts" minOccurs="0" maxOccurs="unbounded">
          <xs:complexType>
            <xs:attribute name="element" type="xs:NCName" use="required"/>
            <!-- Absent: the element is in no namespace. -->
            <xs:attribute name="namespace" type="xs:anyURI"/>
            <xs:attribute name="title" type="xs:string"/>
          </xs:complexType>
        </xs:element>
      </xs:sequence>
      <xs:attribute name="name" type="xs:NCName" use="required"/>
      <xs:attribute name="href" type="xs:anyURI" use="required"/>
      <xs:attribute name="title" type="xs:string"/>
    </xs:complexType>
  </xs:element>

  <!-- One kind of document, by the name of its document element, and the role it goes to. -->
  <xs:element name="service">
    <xs:complexType>
      <xs:sequence>
        <!-- A document that is accepted, as text. -->
        <xs:element name="example" type="xs:string" minOccurs="0"/>
      </xs:sequence>
      <xs:attribute name="element" type="xs:NCName" use="required"/>
      <!-- Absent: the element is in no namespace. -->
      <xs:attribute name="namespace" type="xs:anyURI"/>
      <xs:attribute name="role" type="xs:anyURI" use="required"/>
      <xs:attribute name="title" type="xs:string"/>
      <!-- Where the schema is to be had. -->
      <xs:attribute name="schema" type="xs:anyURI"/>
      <!-- true: heard of from a peer, not one of the gateway's own. -->
      <xs:attribute name="learned" type="xs:boolean"/>
    </xs:complexType>
  </xs:element>
</xs:schema>
`
