// Generated from schema/*.xsd by tools/embed-schemas.ts.

export const schemas: Readonly<Record<string, string>> = {
  'agent-2026.xsd': `<?xml version="1.0" encoding="UTF-8"?>
<!-- Instructions, answers and advertisements beyond the paper's: its instruction set is meant to be extended (4.2). -->
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
           xmlns:vm="http://www.xeerkat.org/Vocabulary/Agent/2026/1/0"
           targetNamespace="http://www.xeerkat.org/Vocabulary/Agent/2026/1/0"
           elementFormDefault="qualified">

  <!-- Empty it is the question, which anyone may ask. The answer has the attributes. -->
  <xs:element name="status">
    <xs:complexType>
      <xs:choice minOccurs="0" maxOccurs="unbounded">
        <xs:element name="group" type="vm:Named"/>
        <xs:element name="role" type="vm:Named"/>
        <xs:element name="contract" type="vm:Contract"/>
      </xs:choice>
      <xs:attribute name="peer" type="xs:anyURI"/>
      <!-- true: takes no new hires. -->
      <xs:attribute name="draining" type="xs:boolean"/>
      <xs:attribute name="max-hires" type="xs:nonNegativeInteger"/>
    </xs:complexType>
  </xs:element>

  <xs:complexType name="Named">
    <xs:attribute name="iri" type="xs:anyURI" use="required"/>
  </xs:complexType>

  <!-- An engagement as the answering peer sees it. -->
  <xs:complexType name="Contract">
    <xs:attribute name="id" type="vm:MessageId" use="required"/>
    <!-- The other side. -->
    <xs:attribute name="peer" type="xs:anyURI" use="required"/>
    <xs:attribute name="role" type="xs:anyURI" use="required"/>
    <xs:attribute name="side" type="vm:Side" use="required"/>
    <xs:attribute name="state" type="xs:NMTOKEN" use="required"/>
    <!-- Documents not yet answered. -->
    <xs:attribute name="open" type="xs:nonNegativeInteger" use="required"/>
  </xs:complexType>

  <xs:simpleType name="Side">
    <xs:restriction base="xs:string">
      <xs:enumeration value="employer"/>
      <xs:enumeration value="worker"/>
    </xs:restriction>
  </xs:simpleType>

  <!-- The id in the frame around a document: 16 bytes. -->
  <xs:simpleType name="MessageId">
    <xs:restriction base="xs:string">
      <xs:pattern value="[0-9a-f]{32}"/>
    </xs:restriction>
  </xs:simpleType>

  <!-- From an operator: end everything, then the process. -->
  <xs:element name="shutdown" type="vm:Empty"/>
  <!-- The answer to it. -->
  <xs:element name="shutting-down" type="vm:Empty"/>

  <xs:complexType name="Empty"/>

  <!-- From an operator: read a role module again, for engagements to come. -->
  <xs:element name="upgrade" type="vm:Module"/>
  <!-- The answer, once that is done. -->
  <xs:element name="upgraded" type="vm:Module"/>

  <xs:complexType name="Module">
    <!-- As its host names it. -->
    <xs:attribute name="module" type="xs:string" use="required"/>
    <!-- Of the bytes of its file, which must be the one that was meant. -->
    <xs:attribute name="sha256" use="required">
      <xs:simpleType>
        <xs:restriction base="xs:string">
          <xs:pattern value="[0-9a-f]{64}"/>
        </xs:restriction>
      </xs:simpleType>
    </xs:attribute>
  </xs:complexType>

  <!-- The answer to an instruction that is not known here. -->
  <xs:element name="unsupported">
    <xs:complexType>
      <xs:attribute name="name" type="xs:string" use="required"/>
    </xs:complexType>
  </xs:element>

  <!-- From a worker: how far the document that it answers has come. -->
  <xs:element name="progress">
    <xs:complexType>
      <xs:attribute name="done" type="xs:nonNegativeInteger" use="required"/>
      <xs:attribute name="total" type="xs:nonNegativeInteger"/>
    </xs:complexType>
  </xs:element>

  <!-- From an employer: is this document still being worked on? -->
  <xs:element name="reminder" type="vm:About"/>
  <!-- The answer if it is not. -->
  <xs:element name="missing" type="vm:About"/>

  <xs:complexType name="About">
    <xs:attribute name="of" type="vm:MessageId" use="required"/>
  </xs:complexType>

  <!-- Advertisement: what a role accepts, so that a gateway anywhere can route it. -->
  <xs:element name="service">
    <xs:complexType>
      <xs:sequence>
        <xs:element name="accepts" type="vm:Accepts" minOccurs="0" maxOccurs="unbounded"/>
      </xs:sequence>
      <xs:attribute name="id" type="xs:anyURI" use="required"/>
      <xs:attribute name="peer" type="xs:anyURI" use="required"/>
      <xs:attribute name="role" type="xs:anyURI" use="required"/>
      <xs:attribute name="title" type="xs:string"/>
    </xs:complexType>
  </xs:element>

  <!-- One kind of document, by the name of its document element; an empty namespace is none. -->
  <xs:complexType name="Accepts">
    <xs:sequence>
      <!-- A W3C XML Schema document, and a document that is valid: both as text. -->
      <xs:element name="schema" type="xs:string" minOccurs="0"/>
      <xs:element name="example" type="xs:string" minOccurs="0"/>
    </xs:sequence>
    <xs:attribute name="namespace" type="xs:anyURI" use="required"/>
    <xs:attribute name="name" type="xs:NCName" use="required"/>
    <xs:attribute name="title" type="xs:string"/>
  </xs:complexType>

  <!-- Advertisement: the machine behind a peer, how busy it is, and whether it is to be hired. -->
  <xs:element name="host">
    <xs:complexType>
      <xs:attribute name="id" type="xs:anyURI" use="required"/>
      <xs:attribute name="peer" type="xs:anyURI" use="required"/>
      <!-- false: whoever asks now is refused, not-now. -->
      <xs:attribute name="available" type="xs:boolean" default="true"/>
      <!-- When its owner's hours change that. -->
      <xs:attribute name="until" type="xs:dateTime"/>
      <!-- Hires it takes at once, and how many of them are free. -->
      <xs:attribute name="slots" type="xs:nonNegativeInteger" use="required"/>
      <xs:attribute name="free" type="xs:nonNegativeInteger" use="required"/>
      <xs:attribute name="cores" type="xs:positiveInteger" use="required"/>
      <!-- Mebibytes. -->
      <xs:attribute name="memory" type="xs:nonNegativeInteger" use="required"/>
      <xs:attribute name="platform" type="xs:string" use="required"/>
      <xs:attribute name="version" type="xs:string" use="required"/>
    </xs:complexType>
  </xs:element>
</xs:schema>
`,
  'agent-ad.xsd': `<?xml version="1.0" encoding="UTF-8"?>
<!--
  The agent advertisement: the paper's Example 3, as it is there. The paper says nothing of elementFormDefault, so the
  children are in no namespace; a reader accepts them in the ad's namespace too.
-->
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
           xmlns:my="http://www.xeerkat.org/Vocabulary/Agent/Ad/2005/1/0"
           targetNamespace="http://www.xeerkat.org/Vocabulary/Agent/Ad/2005/1/0">

  <xs:element type='my:AgentAdvertisement' name='agent' xmlns:xs='http://www.w3.org/2001/XMLSchema'/>

  <xs:complexType name='AgentAdvertisement' xmlns:xs='http://www.w3.org/2001/XMLSchema'>
    <xs:sequence>
      <xs:element name='types'>
        <xs:complexType>
          <xs:sequence>
            <xs:element type='xs:anyURI' minOccurs='0' name='type' maxOccurs='unbounded'/>
          </xs:sequence>
        </xs:complexType>
      </xs:element>
    </xs:sequence>
    <xs:attribute type='xs:anyURI' use='required' name='id'/>
    <xs:attribute type='xs:anyURI' use='required' name='peer'/>
    <xs:attribute type='xs:anyURI' use='required' name='pipe'/>
  </xs:complexType>
</xs:schema>
`,
  'agent.xsd': `<?xml version="1.0" encoding="UTF-8"?>
<!-- The instructions of the agent virtual machine: the paper's Examples 1 and 2, as they are there. -->
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
           targetNamespace="http://www.xeerkat.org/Vocabulary/Agent/2005/1/0">

  <xs:element name='hire' xmlns:xs='http://www.w3.org/2001/XMLSchema'>
    <xs:complexType>
      <xs:attribute type='xs:anyURI' use='required' name='from'/>
      <xs:attribute type='xs:anyURI' use='required' name='group'/>
      <xs:attribute type='xs:anyURI' use='required' name='role'/>
    </xs:complexType>
  </xs:element>

  <xs:element name='refuse' xmlns:xs='http://www.w3.org/2001/XMLSchema'>
    <xs:complexType>
      <xs:attribute type='xs:anyURI' use='required' name='from'/>
      <xs:attribute type='xs:anyURI' use='required' name='role'/>
    </xs:complexType>
  </xs:element>

  <xs:element name='accept' xmlns:xs='http://www.w3.org/2001/XMLSchema'>
    <xs:complexType>
      <xs:attribute type='xs:anyURI' use='required' name='from'/>
      <xs:attribute type='xs:anyURI' use='required' name='role'/>
    </xs:complexType>
  </xs:element>

  <xs:element name='resign' xmlns:xs='http://www.w3.org/2001/XMLSchema'>
    <xs:complexType>
      <xs:attribute type='xs:anyURI' use='required' name='from'/>
      <xs:attribute type='xs:anyURI' use='required' name='group'/>
      <xs:attribute type='xs:anyURI' use='required' name='role'/>
    </xs:complexType>
  </xs:element>

  <xs:element name='dismiss' xmlns:xs='http://www.w3.org/2001/XMLSchema'>
    <xs:complexType>
      <xs:attribute type='xs:anyURI' use='required' name='from'/>
      <xs:attribute type='xs:anyURI' use='required' name='role'/>
    </xs:complexType>
  </xs:element>
</xs:schema>
`,
  'ping.xsd': `<?xml version="1.0" encoding="UTF-8"?>
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
`,
  'services.xsd': `<?xml version="1.0" encoding="UTF-8"?>
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
`,
}
