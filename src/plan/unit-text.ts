/** The rights that a service needs to read and repair rules, and what it keeps between its runs. Source: systemd.exec(5). */
export const fewRights = `# CAP_SYS_PTRACE tells which process holds the socket of Docker, and what that runs.
CapabilityBoundingSet=CAP_NET_ADMIN CAP_NET_RAW CAP_DAC_READ_SEARCH CAP_SYS_PTRACE
# iptables makes its lock there (/run/xtables.lock); the tables from before a repair are kept in /run/seawall.
ProtectSystem=strict
ReadWritePaths=/run
RuntimeDirectory=seawall
RuntimeDirectoryMode=0700
RuntimeDirectoryPreserve=yes
ProtectHome=read-only
PrivateTmp=yes
NoNewPrivileges=yes`

/** A path as one word of a command line of systemd, whatever is in it. A line feed would begin another setting. */
export function unitWord(path: string): string {
  const escaped = path.replace(/[\\"]/g, '\\$&').replace(/%/g, '%%').replace(/\$/g, '$$$$')
  return `"${escaped.replace(/[\u0001-\u001f\u007f]/g, (one) => `\\x${one.charCodeAt(0).toString(16).padStart(2, '0')}`)}"`
}
