/** Services whose start or reload flushes what Docker wrote. */
const flushing = [
  'netfilter-persistent.service',
  'iptables.service',
  'ip6tables.service',
  'nftables.service',
  'firewalld.service',
]

/**
 * A systemd unit that repairs at boot and after every service that flushes: it is started behind them and restarted with them.
 * `program`, `script`: the absolute paths of node and of the command line.
 */
export function repairUnit(program: string, script: string): string {
  return `[Unit]
Description=Put Docker's firewall rules back where another service flushed them
Documentation=man:iptables-restore(8)
After=docker.service ${flushing.join(' ')}
Wants=docker.service
PartOf=${flushing.join(' ')}

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=${program} ${script} repair --yes
ExecReload=${program} ${script} repair --yes
CapabilityBoundingSet=CAP_NET_ADMIN CAP_NET_RAW CAP_DAC_READ_SEARCH
ProtectSystem=strict
ReadWritePaths=-/run/xtables.lock -/run/seawall
ProtectHome=read-only
PrivateTmp=yes
NoNewPrivileges=yes

[Install]
WantedBy=multi-user.target ${flushing.join(' ')}
`
}
