/** The options of dockerd that change its rules. Source: dockerd(8), daemon.json; defaults depend on the version. */
export interface DaemonOptions {
  readonly iptables: boolean
  readonly ip6tables: boolean
  readonly userlandProxy: boolean
  readonly ipForward: boolean
  readonly ipForwardNoDrop: boolean
  readonly allowDirectRouting: boolean
  /** `mark/mask` as given. */
  readonly bridgeAcceptFwmark: string | undefined
  /** DOCKER_INSECURE_NO_IPTABLES_RAW=1 in the daemon's environment. */
  readonly noRawRules: boolean
  /** DOCKER_IPTABLES_SCTP_CHECKSUM=1 in the daemon's environment. */
  readonly sctpChecksum: boolean
}

/** Whether the kernel forwarded before the daemon started; undefined where nobody knows. */
export interface ForwardingBefore {
  readonly ipv4: boolean | undefined
  readonly ipv6: boolean | undefined
}
