/** Of `p:pipe` and the steps of the paper's Examples 4 and 8 (Smallx XML Pipelines 1.0, 2005). */
export const PIPELINE = 'http://www.smallx.com/Vocabulary/Pipeline/2005/1/0'
/** Of `c:error-context` and `c:error`. */
export const COMPONENT = 'http://www.smallx.com/Vocabulary/Pipeline/Component/2005/1/0'
/** Of `jmss:send`. */
export const JMS_STEPS = 'http://www.smallx.com/Vocabulary/Pipeline/JMS/Steps/2005/1/0'
/** Of `jms:message`. */
export const JMS = 'http://www.smallx.com/Vocabulary/Pipeline/JMS/2005/1/0'
/** Of our own steps: what the lost specification of 2005 had under names that nobody remembers. */
export const STEPS = 'http://www.xeerkat.org/Vocabulary/Pipeline/2026/1/0'
/** Of the attributes on `p:pipe` that say which role a pipeline plays; other engines ignore them. */
export const ROLE = 'http://www.xeerkat.org/Vocabulary/Pipeline/Role/2026/1/0'
/** Of the instructions in a `p:template` (XSLT 1.0). */
export const XSL = 'http://www.w3.org/1999/XSL/Transform'
