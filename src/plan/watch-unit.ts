import { fewRights, unitWord } from './unit-text.ts'

/** What the service is called. */
export const watchUnitName = 'seawall-watch.service'

/** The command that switches the service on. */
export const enableWatchUnit = `systemctl enable --now ${watchUnitName}`

/**
 * A systemd service that watches the rules and repairs what is lost. Its log is the journal; it is ready after its first look.
 * `program`, `script`: the absolute paths of node and of the command line. Source: systemd.service(5), systemd.exec(5), sd_notify(3).
 */
export function watchUnit(program: string, script: string): string {
  return `# ${watchUnitName}: puts Docker's rules, and the policy of Seawall, back after a flush. Its log: journalctl -u seawall-watch
#   systemctl daemon-reload
#   ${enableWatchUnit}

[Unit]
Description=Docker's firewall rules, watched and put back
# Only an order: Docker is not started because of this.
After=network-pre.target docker.service snap.docker.dockerd.service
StartLimitIntervalSec=300
StartLimitBurst=5

[Service]
Type=notify
# systemd-notify, which this runs, says that it is ready.
NotifyAccess=all
ExecStart=${unitWord(program)} ${unitWord(script)} watch --repair
Restart=on-failure
RestartSec=10
TimeoutStartSec=2min
MemoryMax=512M
${fewRights}
PrivateDevices=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelTunables=yes
LockPersonality=yes
RestrictAddressFamilies=AF_UNIX AF_NETLINK AF_INET AF_INET6
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM
UMask=0077
# No MemoryDenyWriteExecute: node writes the machine code that it runs.

[Install]
WantedBy=multi-user.target
`
}
