// Generated from schema/monos.xsd by tools/embed-schemas.ts.

export const monosXsd = `<?xml version="1.0" encoding="UTF-8"?>
<!--
  Monomial, binomial and polynomial ideals: what is asked about them, and what is answered. docs/monos/vocabulary.md has
  an example of everything. Rows of integers are one text each, a row a line, so that a million of them are checked as
  quickly as they are read; what stands in them is checked by whoever reads them.
-->
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:m="http://www.xeerkat.org/Vocabulary/Monos/2026/1/0"
  targetNamespace="http://www.xeerkat.org/Vocabulary/Monos/2026/1/0" elementFormDefault="qualified">

  <!-- Monomial ideals: one ideal. -->

  <xs:element name="minimal-generators" type="m:one-ideal"/>
  <xs:element name="radical" type="m:one-ideal"/>
  <xs:element name="dimension" type="m:one-ideal"/>
  <xs:element name="regularity" type="m:one-ideal"/>
  <xs:element name="betti-numbers" type="m:one-ideal"/>
  <xs:element name="scarf-complex" type="m:one-ideal"/>
  <xs:element name="generic-test" type="m:one-ideal"/>
  <xs:element name="generic-deformation" type="m:one-ideal"/>

  <xs:element name="irreducible-decomposition" type="m:countable"/>
  <xs:element name="primary-decomposition" type="m:countable"/>
  <xs:element name="associated-primes" type="m:countable"/>
  <xs:element name="maximal-standard-monomials" type="m:countable"/>
  <xs:element name="standard-monomials">
    <xs:complexType>
      <xs:complexContent>
        <xs:extension base="m:countable">
          <xs:attribute name="degree">
            <xs:simpleType>
              <xs:restriction base="m:integer">
                <xs:pattern value="[0-9]+"/>
              </xs:restriction>
            </xs:simpleType>
          </xs:attribute>
        </xs:extension>
      </xs:complexContent>
    </xs:complexType>
  </xs:element>

  <xs:element name="alexander-dual">
    <xs:complexType>
      <xs:complexContent>
        <xs:extension base="m:countable">
          <xs:attribute name="vector" type="m:integers"/>
        </xs:extension>
      </xs:complexContent>
    </xs:complexType>
  </xs:element>

  <xs:element name="hilbert-series">
    <xs:complexType>
      <xs:complexContent>
        <xs:extension base="m:one-ideal">
          <xs:attribute name="grading" default="univariate">
            <xs:simpleType>
              <xs:restriction base="xs:token">
                <xs:enumeration value="univariate"/>
                <xs:enumeration value="multigraded"/>
              </xs:restriction>
            </xs:simpleType>
          </xs:attribute>
        </xs:extension>
      </xs:complexContent>
    </xs:complexType>
  </xs:element>

  <!-- Monomial ideals: two, or two and more. -->

  <xs:element name="colon" type="m:two-ideals"/>
  <xs:element name="saturation" type="m:two-ideals"/>
  <xs:element name="intersection" type="m:many-ideals"/>
  <xs:element name="sum" type="m:many-ideals"/>
  <xs:element name="product" type="m:many-ideals"/>

  <!-- Lattices. -->

  <xs:element name="toric-ideal">
    <xs:complexType>
      <xs:sequence>
        <xs:element name="matrix" type="m:matrix"/>
      </xs:sequence>
      <xs:attributeGroup ref="m:request"/>
      <xs:attributeGroup ref="m:order"/>
    </xs:complexType>
  </xs:element>

  <xs:element name="lattice-ideal">
    <xs:complexType>
      <xs:sequence>
        <xs:element name="lattice" type="m:matrix"/>
      </xs:sequence>
      <xs:attributeGroup ref="m:request"/>
      <xs:attributeGroup ref="m:order"/>
    </xs:complexType>
  </xs:element>

  <xs:element name="markov-basis" type="m:one-lattice"/>
  <xs:element name="graver-basis" type="m:one-lattice"/>
  <xs:element name="circuits" type="m:one-lattice"/>

  <xs:element name="integer-programming-gap">
    <xs:complexType>
      <xs:sequence>
        <xs:element name="matrix" type="m:matrix"/>
      </xs:sequence>
      <xs:attributeGroup ref="m:request"/>
      <xs:attribute name="cost" type="m:integers" use="required"/>
    </xs:complexType>
  </xs:element>

  <!-- Polynomials. -->

  <xs:element name="groebner-basis">
    <xs:complexType>
      <xs:choice>
        <xs:element name="ideal" type="m:polynomial-ideal"/>
        <xs:element name="matrix" type="m:matrix"/>
        <xs:element name="lattice" type="m:matrix"/>
      </xs:choice>
      <xs:attributeGroup ref="m:request"/>
      <xs:attributeGroup ref="m:order"/>
    </xs:complexType>
  </xs:element>

  <xs:element name="normal-form">
    <xs:complexType>
      <xs:sequence>
        <xs:element name="ideal" type="m:polynomial-ideal"/>
        <xs:element name="polynomial" type="m:expression" maxOccurs="unbounded"/>
      </xs:sequence>
      <xs:attributeGroup ref="m:request"/>
      <xs:attributeGroup ref="m:order"/>
    </xs:complexType>
  </xs:element>

  <!-- Answers. -->

  <xs:element name="result">
    <xs:complexType>
      <xs:sequence>
        <xs:element name="summary" type="m:summary"/>
        <xs:choice minOccurs="0" maxOccurs="unbounded">
          <xs:element name="ideal" type="m:list"/>
          <xs:element name="monomials" type="m:list"/>
          <xs:element name="components" type="m:list"/>
          <xs:element name="primes" type="m:list"/>
          <xs:element name="primary-components" type="m:primary-components"/>
          <xs:element name="value" type="m:value"/>
          <xs:element name="fraction" type="m:fraction"/>
          <xs:element name="faces" type="m:faces"/>
          <xs:element name="betti-numbers" type="m:numbers"/>
          <xs:element name="series" type="m:series"/>
          <xs:element name="vectors" type="m:vectors"/>
          <xs:element name="polynomials" type="m:polynomials"/>
          <xs:element name="text" type="m:text"/>
        </xs:choice>
      </xs:sequence>
      <xs:attribute name="operation" type="xs:NMTOKEN" use="required"/>
    </xs:complexType>
  </xs:element>

  <!-- Between a coordinator and its workers. -->

  <xs:element name="slice">
    <xs:complexType>
      <xs:complexContent>
        <xs:extension base="m:slice">
          <xs:attribute name="id" type="xs:nonNegativeInteger" use="required"/>
          <xs:attribute name="patience" type="m:amount"/>
        </xs:extension>
      </xs:complexContent>
    </xs:complexType>
  </xs:element>

  <xs:element name="progress">
    <xs:annotation><xs:documentation>Sent now and then while a decomposition is computed: sub-problems that are solved and those that are known
    and open, and the components found so far.</xs:documentation></xs:annotation>
    <xs:complexType>
      <xs:attribute name="solved" type="xs:nonNegativeInteger" use="required"/>
      <xs:attribute name="open" type="xs:nonNegativeInteger" use="required"/>
      <xs:attribute name="found" type="xs:nonNegativeInteger" use="required"/>
    </xs:complexType>
  </xs:element>

  <xs:element name="slice-result">
    <xs:complexType>
      <xs:sequence>
        <xs:element name="components">
          <xs:complexType>
            <xs:group ref="m:monomials" minOccurs="0" maxOccurs="unbounded"/>
            <xs:attribute name="columns" type="xs:nonNegativeInteger" use="required"/>
            <xs:attribute name="count" type="xs:nonNegativeInteger"/>
          </xs:complexType>
        </xs:element>
        <xs:element name="slice" type="m:slice" minOccurs="0" maxOccurs="unbounded"/>
      </xs:sequence>
      <xs:attribute name="id" type="xs:nonNegativeInteger" use="required"/>
      <xs:attribute name="done" type="xs:boolean"/>
    </xs:complexType>
  </xs:element>

  <xs:complexType name="slice">
    <xs:sequence>
      <xs:element name="shift" type="m:rows"/>
      <xs:element name="open" type="m:rows"/>
      <xs:group ref="m:monomials" minOccurs="0" maxOccurs="unbounded"/>
    </xs:sequence>
    <xs:attribute name="columns" type="xs:nonNegativeInteger" use="required"/>
    <xs:attribute name="components" type="m:amount"/>
    <xs:attribute name="work" type="m:amount"/>
  </xs:complexType>

  <!-- Requests by what they take. -->

  <xs:attributeGroup name="request">
    <xs:attribute name="output" default="xml">
      <xs:simpleType>
        <xs:restriction base="xs:token">
          <xs:enumeration value="xml"/>
          <xs:enumeration value="monos"/>
          <xs:enumeration value="frobby"/>
          <xs:enumeration value="macaulay2"/>
          <xs:enumeration value="singular"/>
          <xs:enumeration value="4ti2"/>
        </xs:restriction>
      </xs:simpleType>
    </xs:attribute>
    <xs:attribute name="hire-limit">
      <xs:simpleType>
        <xs:restriction base="xs:nonNegativeInteger">
          <xs:maxInclusive value="100000"/>
        </xs:restriction>
      </xs:simpleType>
    </xs:attribute>
  </xs:attributeGroup>

  <xs:complexType name="one-ideal">
    <xs:sequence>
      <xs:element name="ideal" type="m:monomial-ideal"/>
    </xs:sequence>
    <xs:attributeGroup ref="m:request"/>
  </xs:complexType>

  <xs:complexType name="countable">
    <xs:complexContent>
      <xs:extension base="m:one-ideal">
        <xs:attribute name="count-only" type="xs:boolean"/>
      </xs:extension>
    </xs:complexContent>
  </xs:complexType>

  <xs:complexType name="two-ideals">
    <xs:sequence>
      <xs:element name="ideal" type="m:monomial-ideal" minOccurs="2" maxOccurs="2"/>
    </xs:sequence>
    <xs:attributeGroup ref="m:request"/>
  </xs:complexType>

  <xs:complexType name="many-ideals">
    <xs:sequence>
      <xs:element name="ideal" type="m:monomial-ideal"/>
      <xs:element name="ideal" type="m:monomial-ideal" maxOccurs="unbounded"/>
    </xs:sequence>
    <xs:attributeGroup ref="m:request"/>
  </xs:complexType>

  <xs:complexType name="one-lattice">
    <xs:choice>
      <xs:element name="matrix" type="m:matrix"/>
      <xs:element name="lattice" type="m:matrix"/>
    </xs:choice>
    <xs:attributeGroup ref="m:request"/>
  </xs:complexType>

  <!-- Ideals and lists. -->

  <!-- Monomials in \`variables\`; or, mixed, a text in another language, which names its variables itself. -->
  <xs:complexType name="monomial-ideal" mixed="true">
    <xs:group ref="m:monomials" minOccurs="0" maxOccurs="unbounded"/>
    <xs:attribute name="variables" type="m:names"/>
    <xs:attribute name="syntax" type="m:syntax"/>
    <xs:attribute name="characteristic" type="xs:nonNegativeInteger" fixed="0"/>
    <xs:attribute name="count" type="xs:nonNegativeInteger"/>
  </xs:complexType>

  <xs:complexType name="polynomial-ideal" mixed="true">
    <xs:choice minOccurs="0" maxOccurs="unbounded">
      <xs:element name="polynomial" type="m:expression"/>
      <xs:group ref="m:monomials"/>
    </xs:choice>
    <xs:attribute name="variables" type="m:names"/>
    <xs:attribute name="syntax" type="m:syntax"/>
    <xs:attribute name="characteristic" type="xs:nonNegativeInteger"/>
    <xs:attribute name="count" type="xs:nonNegativeInteger"/>
  </xs:complexType>

  <xs:complexType name="matrix">
    <xs:simpleContent>
      <xs:extension base="m:rows">
        <xs:attribute name="columns" type="xs:nonNegativeInteger"/>
        <xs:attribute name="variables" type="m:names"/>
        <xs:attribute name="syntax">
          <xs:simpleType>
            <xs:restriction base="m:syntax">
              <xs:enumeration value="4ti2"/>
            </xs:restriction>
          </xs:simpleType>
        </xs:attribute>
      </xs:extension>
    </xs:simpleContent>
  </xs:complexType>

  <xs:group name="monomials">
    <xs:choice>
      <xs:element name="monomial" type="m:expression"/>
      <xs:element name="exponents" type="m:rows"/>
    </xs:choice>
  </xs:group>

  <xs:complexType name="list">
    <xs:group ref="m:monomials" minOccurs="0" maxOccurs="unbounded"/>
    <xs:attributeGroup ref="m:list"/>
  </xs:complexType>

  <xs:attributeGroup name="list">
    <xs:attribute name="variables" type="m:names" use="required"/>
    <xs:attribute name="count" type="xs:nonNegativeInteger" use="required"/>
  </xs:attributeGroup>

  <!-- Parts of answers. -->

  <xs:complexType name="summary">
    <xs:attribute name="count" type="m:integer" use="required"/>
    <xs:attribute name="variables" type="xs:nonNegativeInteger"/>
    <xs:attribute name="seconds" type="m:amount"/>
    <xs:attribute name="peers" type="xs:nonNegativeInteger"/>
    <xs:attribute name="slices" type="xs:nonNegativeInteger"/>
    <xs:attribute name="verified">
      <xs:simpleType>
        <xs:restriction base="xs:token">
          <xs:enumeration value="proof"/>
          <xs:enumeration value="certificate"/>
          <xs:enumeration value="probabilistic"/>
          <xs:enumeration value="quorum"/>
          <xs:enumeration value="none"/>
        </xs:restriction>
      </xs:simpleType>
    </xs:attribute>
    <xs:attribute name="error-bound" type="xs:token"/>
    <xs:attribute name="note" type="xs:string"/>
  </xs:complexType>

  <xs:complexType name="primary-components">
    <xs:sequence>
      <xs:element name="primary-component" minOccurs="0" maxOccurs="unbounded">
        <xs:complexType>
          <xs:group ref="m:monomials" minOccurs="0" maxOccurs="unbounded"/>
          <xs:attribute name="prime" type="m:integers" use="required"/>
          <xs:attribute name="count" type="xs:nonNegativeInteger"/>
        </xs:complexType>
      </xs:element>
    </xs:sequence>
    <xs:attributeGroup ref="m:list"/>
  </xs:complexType>

  <xs:complexType name="value">
    <xs:simpleContent>
      <xs:extension base="m:value-text">
        <xs:attribute name="name" type="xs:NMTOKEN" use="required"/>
      </xs:extension>
    </xs:simpleContent>
  </xs:complexType>

  <xs:simpleType name="value-text">
    <xs:restriction base="xs:token">
      <xs:pattern value="-?[0-9]+|true|false|none|infinite"/>
    </xs:restriction>
  </xs:simpleType>

  <xs:complexType name="fraction">
    <xs:simpleContent>
      <xs:extension base="m:fraction-text">
        <xs:attribute name="name" type="xs:NMTOKEN" use="required"/>
      </xs:extension>
    </xs:simpleContent>
  </xs:complexType>

  <xs:simpleType name="fraction-text">
    <xs:restriction base="xs:token">
      <xs:pattern value="-?[0-9]+(/[0-9]+)?"/>
    </xs:restriction>
  </xs:simpleType>

  <xs:group name="rows">
    <xs:sequence>
      <xs:element name="rows" type="m:rows" minOccurs="0" maxOccurs="unbounded"/>
    </xs:sequence>
  </xs:group>

  <xs:complexType name="numbers">
    <xs:group ref="m:rows"/>
    <xs:attribute name="count" type="xs:nonNegativeInteger" use="required"/>
  </xs:complexType>

  <xs:complexType name="faces">
    <xs:group ref="m:rows"/>
    <xs:attribute name="size" type="xs:nonNegativeInteger" use="required"/>
    <xs:attribute name="count" type="xs:nonNegativeInteger" use="required"/>
  </xs:complexType>

  <xs:complexType name="series">
    <xs:group ref="m:rows"/>
    <xs:attributeGroup ref="m:list"/>
  </xs:complexType>

  <xs:complexType name="vectors">
    <xs:group ref="m:rows"/>
    <xs:attributeGroup ref="m:list"/>
    <xs:attribute name="columns" type="xs:nonNegativeInteger"/>
    <xs:attribute name="of" use="required">
      <xs:simpleType>
        <xs:restriction base="xs:token">
          <xs:enumeration value="generators"/>
          <xs:enumeration value="markov"/>
          <xs:enumeration value="groebner"/>
          <xs:enumeration value="graver"/>
          <xs:enumeration value="circuits"/>
          <xs:enumeration value="lattice"/>
        </xs:restriction>
      </xs:simpleType>
    </xs:attribute>
  </xs:complexType>

  <xs:complexType name="polynomials">
    <xs:sequence>
      <xs:element name="polynomial" type="m:expression" minOccurs="0" maxOccurs="unbounded"/>
    </xs:sequence>
    <xs:attributeGroup ref="m:list"/>
    <xs:attribute name="characteristic" type="xs:nonNegativeInteger"/>
    <xs:attributeGroup ref="m:order"/>
  </xs:complexType>

  <xs:complexType name="text">
    <xs:simpleContent>
      <xs:extension base="xs:string">
        <xs:attribute name="syntax" type="m:syntax" use="required"/>
        <xs:attribute name="continued" type="xs:boolean"/>
      </xs:extension>
    </xs:simpleContent>
  </xs:complexType>

  <!-- Values. -->

  <xs:attributeGroup name="order">
    <xs:attribute name="order">
      <xs:simpleType>
        <xs:restriction base="xs:token">
          <xs:enumeration value="lex"/>
          <xs:enumeration value="grevlex"/>
          <xs:enumeration value="elimination"/>
          <xs:enumeration value="ascending"/>
        </xs:restriction>
      </xs:simpleType>
    </xs:attribute>
    <xs:attribute name="eliminate" type="xs:nonNegativeInteger"/>
    <xs:attribute name="weight" type="m:integers"/>
  </xs:attributeGroup>

  <xs:simpleType name="syntax">
    <xs:restriction base="xs:token">
      <xs:enumeration value="monos"/>
      <xs:enumeration value="frobby"/>
      <xs:enumeration value="macaulay2"/>
      <xs:enumeration value="singular"/>
      <xs:enumeration value="4ti2"/>
    </xs:restriction>
  </xs:simpleType>

  <!-- Names with blanks between. -->
  <xs:simpleType name="names">
    <xs:list>
      <xs:simpleType>
        <xs:restriction base="xs:token">
          <xs:maxLength value="100"/>
          <xs:pattern value="[A-Za-z][A-Za-z0-9_]*"/>
        </xs:restriction>
      </xs:simpleType>
    </xs:list>
  </xs:simpleType>

  <!-- Of any number of digits: not every checker takes xs:integer at its word. -->
  <xs:simpleType name="integer">
    <xs:restriction base="xs:token">
      <xs:pattern value="-?[0-9]+"/>
    </xs:restriction>
  </xs:simpleType>

  <xs:simpleType name="integers">
    <xs:list itemType="m:integer"/>
  </xs:simpleType>

  <!-- \`x^2*y - 2/3*z\` -->
  <xs:simpleType name="expression">
    <xs:restriction base="xs:string"/>
  </xs:simpleType>

  <!-- Integers with blanks between, a row a line. -->
  <xs:simpleType name="rows">
    <xs:restriction base="xs:string"/>
  </xs:simpleType>

  <!-- Of seconds, milliseconds or an estimate. -->
  <xs:simpleType name="amount">
    <xs:restriction base="xs:double">
      <xs:minInclusive value="0"/>
    </xs:restriction>
  </xs:simpleType>
</xs:schema>
`
