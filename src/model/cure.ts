/**
 * A change with which the conversation would work: every one was traced. `rule`: one or more rules of iptables; `ufw`, `firewalld`:
 * commands of those; `sysctl`; `bridge`: a port of a bridge; `network`: a container joins a network; `published`: connect to a published
 * port instead; `option`: an option of Docker's, with the place where it is set.
 */
export interface Cure {
  readonly kind: 'rule' | 'ufw' | 'firewalld' | 'sysctl' | 'bridge' | 'network' | 'published' | 'option'
  /** Command lines, to run in this order; of `published` the address to connect to, of `option` the setting. */
  readonly commands: readonly string[]
}
