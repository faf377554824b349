/** Whether a multiaddr leads to this machine only. */
export function isLoopback(address: string): boolean {
  return address.startsWith('/ip4/127.') || address.startsWith('/ip6/::1/')
}

/** Of a peer's multiaddrs, the announced ones first, the one that another machine is most likely to reach. */
export function reachableElsewhere(addresses: readonly string[]): string | undefined {
  const elsewhere = addresses.filter((address) => !isLoopback(address) && !address.includes('/ws'))
  return elsewhere.find((address) => /^\/(?:ip4|dns)/.test(address)) ?? elsewhere[0]
}
