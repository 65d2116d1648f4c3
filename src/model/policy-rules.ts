/** The rules of a policy, ready to load. Each script replaces all objects of ours of its program in one transaction. */
export interface PolicyRules {
  readonly backend: 'nft' | 'iptables'
  readonly scripts: readonly PolicyScript[]
}

/** What one program is given on its standard input. */
export interface PolicyScript {
  readonly program: 'nft' | 'iptables-restore' | 'ip6tables-restore'
  readonly text: string
}
