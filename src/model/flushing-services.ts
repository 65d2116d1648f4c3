/** Services whose start or reload flushes what others wrote. */
export const flushingServices = [
  'netfilter-persistent',
  'iptables',
  'ip6tables',
  'nftables',
  'firewalld',
  'ufw',
] as const
