import type { AdObserver } from '@xeerkat/ads'
import type { GroupIri, Observer, PeerIri, Policy } from '@xeerkat/agent-vm'
import type { GatewayObserver, GatewayOptions as AnyGatewayOptions } from '@xeerkat/gateway'
import type { MeshObserver, Profile } from '@xeerkat/mesh'
import type { AvailabilityOptions } from '../availability/availability.ts'
import type { PipelinePermits } from '../pipelines/permits.ts'
import type { FrontFile, FrontsOptions } from '../fronts/open-fronts.ts'
import type { HostObserver } from './events.ts'
import type { RoleSource } from './role-book.ts'

export interface GatewayOptions extends Pick<AnyGatewayOptions, 'rate' | 'burst' | 'trustProxy' | 'cors'> {
  /** Default 127.0.0.1: only this machine. */
  readonly host?: string
  /** Default 0: any free one. */
  readonly port?: number
  /** `sqlite:FILE`, `postgres://…` or `memory:`. Default: a file in the data directory. */
  readonly queue?: string
  /** The file of those who may submit, by keys; see docs/gateway.md. Default: anybody may. */
  readonly consumers?: string
  /** Front ends that are XML pipelines, each at `POST /{name}`; `submit` also is what `POST /` does. Default: none. */
  readonly fronts?: readonly FrontFile[]
  readonly frontLimits?: FrontsOptions
}

/** Told of what happens in each layer, synchronously. */
export interface HostObservers {
  readonly host?: HostObserver
  readonly vm?: Observer
  readonly mesh?: MeshObserver
  readonly ads?: AdObserver
  readonly gateway?: GatewayObserver
}

export interface HostOptions extends AvailabilityOptions {
  /** Roles to play: values, or names of modules (`ping`, `@lab/roles`, `./mine.js`) and pipelines (`./echo.xml`), each engagement of which gets a thread. */
  readonly roles?: readonly RoleSource[]
  /** Bridges HTTP consumers into the mesh. Default: no gateway. */
  readonly gateway?: GatewayOptions
  /** Multiaddrs. Default: every interface, any free port. */
  readonly listen?: readonly string[]
  /** Multiaddrs that others are told besides those found out here. Default: none. */
  readonly announce?: readonly string[]
  /** `open` among strangers: libp2p's own limits, and its ways through routers. Default `lab`. */
  readonly profile?: Profile
  /** Multiaddrs of peers to join by. */
  readonly bootstrap?: readonly string[]
  /** Groups to work in. Default: the world. */
  readonly groups?: readonly GroupIri[]
  /** Where identity and queue are kept. Default: the first numbered directory of this user that is free. */
  readonly data?: string
  /** Where relative names of role modules, fronts and consumers are looked for. Default: the working directory. */
  readonly folder?: string
  /** Engagements held at once as a worker. Default 64. */
  readonly maxHires?: number
  /** Role threads at once; 0 runs every role in the host's own thread. Default: the spare cores, at least 2. */
  readonly threads?: number
  /** Mebibytes of heap for each role thread. Default 2048. */
  readonly memory?: number
  /** What pipelines may reach besides their own folders: programs and sites. Default: nothing. */
  readonly pipelines?: PipelinePermits
  /** Find peers in the local network. Default true. */
  readonly mdns?: boolean
  /** Relay for peers that cannot reach each other. Default false. */
  readonly relay?: boolean
  /** Makes the mesh a private one: the file of a key that only its hosts have. Default: none. */
  readonly networkKey?: string
  /** Peers whose `shutdown` and `upgrade` are obeyed. Default: none. */
  readonly operators?: readonly PeerIri[]
  /** Asked of every hire, last. Default: accept. */
  readonly policy?: Policy
  readonly observe?: HostObservers
  /** Gets what role threads print, a line each. Default: dropped. */
  readonly log?: (line: string) => void
}
