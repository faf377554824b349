/** What `xsl:output` says about how the result is to be written (XSLT 1.0, section 16). */
export interface OutputProperties {
  /** `undefined`: html if the result's first element is `html` in no namespace, else xml. */
  readonly method?: 'xml' | 'html' | 'text' | undefined
  readonly version?: string | undefined
  /** Whoever makes bytes of the text uses this; characters it has not are written as references. Default UTF-8. */
  readonly encoding?: string | undefined
  readonly omitXmlDeclaration?: boolean | undefined
  readonly standalone?: boolean | undefined
  readonly doctypePublic?: string | undefined
  readonly doctypeSystem?: string | undefined
  /** Clark names. */
  readonly cdataSectionElements?: ReadonlySet<string> | undefined
  readonly indent?: boolean | undefined
  readonly mediaType?: string | undefined
}
