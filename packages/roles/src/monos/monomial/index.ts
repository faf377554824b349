export { type BettiNumber, bettiNumbers, bettiTotals, projectiveDimension, regularity } from './betti.ts'
export { createComponentCheck, createSieve, createSliceCheck, type Flaw, isDecomposition } from './certificate.ts'
export { type CompletenessCheck, createCompletenessCheck } from './completeness.ts'
export { codimension, dimension } from './covers.ts'
export { degree } from './degree.ts'
export { alexanderDual, alexanderDualBatches, maximalStandardBatches, maximalStandardMonomials } from './dual.ts'
export { MonomialError, type MonomialErrorCode } from './errors.ts'
export { type Deformation, genericDeformation, isGeneric, isStronglyGeneric } from './generic.ts'
export {
  type DegreeTerm,
  dimensionAndDegree,
  hilbertFunction,
  multigradedNumerator,
  univariateNumerator,
} from './hilbert.ts'
export { type Batch, type DecomposeOptions, irreducible, irreducibleComponents } from './irreducible.ts'
export { defaultMonomialLimits, type MonomialLimits } from './limits.ts'
export { mergedRows } from './merge.ts'
export { minimalGenerators } from './minimal.ts'
export { canonical, compareRows, type Monomials, monomials, rowOf, rowsOf } from './monomials.ts'
export { colon, intersection, product, saturation, sum } from './operations.ts'
export { associatedPrimes, type PrimaryComponent, primaryDecomposition } from './primary.ts'
export { radicalOf } from './radical.ts'
export { type ScarfComplex, scarfComplex } from './scarf.ts'
export { type Slice, solveSlice, type SplitOptions, splitIdeal, splitSlice, wholeSlice } from './split.ts'
export { countStandardMonomials, standardMonomials } from './standard.ts'
export type { Terms } from './term-table.ts'
