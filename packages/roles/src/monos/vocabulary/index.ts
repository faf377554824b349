export type { Source } from './cursor.ts'
export {
  isOperation,
  type LatticeOperation,
  type MonomialOperation,
  MONOS_NAMESPACE,
  type Operation,
  operations,
  type PolynomialOperation,
} from './names.ts'
export { readRequest } from './read-request.ts'
export { readResult } from './read-result.ts'
export type { Grading, LatticeRequest, MonomialRequest, MonosRequest, PolynomialRequest } from './request.ts'
export type {
  ExponentRows,
  MonosResult,
  PrimaryPart,
  ReadMonosResult,
  ReadPart,
  ResultPart,
  Summary,
  Value,
  VectorKind,
  Verification,
} from './result.ts'
export { readSliceResult, readSliceTask, writeSliceResult, writeSliceTask } from './slice-documents.ts'
export type { SliceResult, SliceTask } from './slice.ts'
export { requestDocument, writeRequest } from './write-request.ts'
export { resultDocument, writeResult } from './write-result.ts'
