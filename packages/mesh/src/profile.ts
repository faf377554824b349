/**
 * Where a mesh lives. In a `lab` many peers share one address, and trust each other not to flood; in the `open` they come
 * from everywhere, sit behind routers, and are held to libp2p's own limits.
 */
export type Profile = 'lab' | 'open'
