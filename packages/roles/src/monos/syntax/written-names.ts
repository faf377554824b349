import type { Syntax } from './ideal.ts'

/** Names of variables as another language can write them. */
export interface WrittenNames {
  readonly names: readonly string[]
  /** The names that had to be replaced, as comments say it; all are, if one must be. */
  readonly replaced: readonly (readonly [written: string, name: string])[]
  /** Names for a ring and an ideal that no variable has. */
  readonly ring: string
  readonly ideal: string
}

export function namesIn(names: readonly string[], syntax: Syntax): WrittenNames {
  const { accepts, write, instead } = rules[syntax]
  const good = names.every(accepts) && !(syntax === 'macaulay2' && hasAmbiguousStem(names))
  const written = good ? names.map(write) : names.map((_, i) => instead(i + 1))
  const taken = new Set(written)
  const free = (wanted: string): string => (taken.has(wanted) ? free(`${wanted}1`) : wanted)
  return {
    names: written,
    replaced: good ? [] : written.map((name, i) => [name, names[i] ?? ''] as const),
    ring: free('R'),
    ideal: free('I'),
  }
}

interface Rule {
  readonly accepts: (name: string) => boolean
  readonly write: (name: string) => string
  readonly instead: (number: number) => string
}

const asItIs: Rule = { accepts: () => true, write: (name) => name, instead: (number) => `x${number}` }

const SUBSCRIPTED = /^([A-Za-z][A-Za-z0-9]*)_((?:0|[1-9]\d{0,8})(?:_(?:0|[1-9]\d{0,8}))*)$/

const rules: Readonly<Record<Syntax, Rule>> = {
  monos: asItIs,
  frobby: asItIs,
  '4ti2': asItIs,
  singular: { ...asItIs, accepts: (name) => !singularWords.has(name), instead: (number) => `x_${number}` },
  macaulay2: {
    accepts: (name) => isPlain(SUBSCRIPTED.exec(name)?.[1] ?? name),
    write(name) {
      const [, stem, indices = ''] = SUBSCRIPTED.exec(name) ?? []
      if (stem === undefined) return name
      return indices.includes('_') ? `${stem}_(${indices.replaceAll('_', ',')})` : name
    },
    instead: (number) => `x_${number}`,
  },
}

/** Macaulay2 cannot have both x and x_1. */
function hasAmbiguousStem(names: readonly string[]): boolean {
  const plain = new Set(names)
  return names.some((name) => plain.has(SUBSCRIPTED.exec(name)?.[1] ?? ''))
}

/** A word that is Macaulay2's own is no variable, and of the longer words too many are. */
function isPlain(word: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9]*$/.test(word)) return false
  if (!/^[A-Za-z]{2,}$/.test(word)) return true
  return (word.length <= 4 && !macaulay2Words.has(word)) || greekLetters.has(word)
}

const greekLetters = words('alpha gamma delta epsilon theta kappa lambda sigma upsilon omega')

const macaulay2Words = words(`
  abs acos acot agm all and ann any asin ass atan Bag Beta BKZ Body CC char chi code cone copy Core cos cosh cot coth csc
  csch Date dd det diff dim do doc Down drop dual edit eint else End end endl erf erfc even exec exit exp Ext Fano File
  flip fold for fork frac from gb gcd gens get getc GF GLex GTZ hash Heft heft help HH hh hold Hom html id if ii in info
  isc Join join Keep ker Key keys kill last lcm Left left Lex lift List list LLL load log map max min mod Name Net net
  new next norm not NTL null odd oeis of on OO oo ooo oooo or pack pad part path pdim peek pi plus poly Proj QQ quit
  rank read res Ring ring RR RRi run same scan sec sech Set set show sin sinh size Sort sort span Spec sqrt step sub Sum
  sum SVD syz take tan tanh Task TEST Test tex Text then Time time to toCC top Tor toRR Trim trim true try Type Undo Up
  URL use User vars wait when Wrap wrap xor zero zeta ZZ`)

const singularWords = words(`
  and attrib bareiss basering betti bigint bigintmat break char char_series charstr chinrem cleardenom close coef coeffs
  contract cring dbprint def defined deg degree delete denominator det diff dim div division dump eliminate else error
  eval exit export extgcd fac_mod facstd factmodd factorize farey fetch fglm fglmquot find finduni for freemodule frwalk
  gcd gen getdump groebner help highcorner hilb homog hres ideal if imap impart indepSet insert int interpolation
  interred intersect intmat intvec janet jacob jet keepring kbase kernel kill killattrib koszul laguerre lead leadcoef
  leadexp leadmonom liftstd lift link list listvar load lres ludecomp luinverse lusolve map matrix maxideal memory
  minbase minor minpoly minres mod module modulo monitor monomial mpresmat mres mstd mult mp_res_mat naHC nameof names
  newstruct noether not npars nres nrows ncols number numerator nvars open option or ord ordstr par pardeg parstr poly
  preimage prime primefac print proc prune package pyobject qhweight qring quit quote quotient random rank read reduce
  regularity repart res reservedName resolution resultant return ring ringlist rtimer rvar setring simplex simplify
  size slimgb sortvec sqrfree sres status std string subst syz system timer trace transpose type typeof univariate uressolve
  vandermonde var varstr vdim vector waitall waitfirst wedge weight weightKB while write`)

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/))
}
