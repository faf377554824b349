import { monosCoordinator } from './coordinator.ts'
import { monosWorker } from './worker.ts'

export { type CoordinatorOptions, createMonosCoordinator } from './coordinator.ts'
export { MONOS_COORDINATOR, MONOS_WORKER } from './iris.ts'
export { cards, type OperationCard } from './operations/table.ts'
export {
  defaultNames,
  type IntegerMatrix,
  type MonomialIdeal,
  type MonomialOrder,
  type Polynomial,
  type PolynomialIdeal,
  type Syntax,
  syntaxes,
} from './syntax/ideal.ts'
export { detect, readMatrix, readMonomialIdeal, readPolynomialIdeal } from './syntax/read.ts'
export {
  isOperation,
  type LatticeRequest,
  type MonomialRequest,
  MONOS_NAMESPACE,
  type MonosRequest,
  type Operation,
  operations,
  type PolynomialRequest,
  readRequest,
  readResult,
  requestDocument,
} from './vocabulary/index.ts'
export { monosCoordinator, monosWorker }

export default [monosCoordinator, monosWorker]
