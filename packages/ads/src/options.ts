import { defaultDhtOptions, type DhtOptions } from './dht.ts'
import { defaultExchangeOptions, type ExchangeOptions } from './exchange.ts'
import { defaultGossipOptions, type GossipOptions } from './gossip.ts'
import { type AdLimits, defaultLimits } from './limits.ts'
import { defaultSearchOptions, type SearchOptions } from './search.ts'
import { defaultSpreadOptions, type SpreadOptions } from './spread.ts'
import { defaultStoreOptions, type StoreOptions } from './store.ts'

/** Every bound and pace there is; what is not given has the default written at its type. */
export interface AssemblyOptions {
  readonly limits?: Partial<AdLimits>
  readonly store?: Partial<StoreOptions>
  readonly gossip?: Partial<GossipOptions>
  readonly exchange?: Partial<ExchangeOptions>
  readonly spread?: Partial<Omit<SpreadOptions, 'wholeGroup'>>
  readonly search?: Partial<SearchOptions>
  readonly dht?: Partial<DhtOptions>
  /**
   * Listen to every ad of a joined group, so that every peer knows every ad; else only to kinds looked for. Default
   * true, which is right up to about a thousand peers (README, "Who hears what").
   */
  readonly wholeGroup?: boolean
  /** Milliseconds between two comparisons with a neighbour, about. Default 10,000. */
  readonly antiEntropy?: number
}

/** The same, with every default filled in. */
export interface Settings {
  readonly limits: AdLimits
  readonly store: StoreOptions
  readonly gossip: GossipOptions
  readonly exchange: ExchangeOptions
  readonly spread: SpreadOptions
  readonly search: SearchOptions
  readonly dht: DhtOptions
  readonly wholeGroup: boolean
  readonly antiEntropy: number
}

export function settingsOf({ wholeGroup = true, antiEntropy = 10_000, ...options }: AssemblyOptions): Settings {
  return {
    wholeGroup,
    antiEntropy,
    limits: { ...defaultLimits, ...options.limits },
    store: { ...defaultStoreOptions, ...options.store },
    gossip: { ...defaultGossipOptions, ...options.gossip },
    exchange: { ...defaultExchangeOptions, ...options.exchange },
    spread: { ...defaultSpreadOptions, ...options.spread, wholeGroup },
    search: { ...defaultSearchOptions, ...options.search },
    dht: { ...defaultDhtOptions, ...options.dht },
  }
}
