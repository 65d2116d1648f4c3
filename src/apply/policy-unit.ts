import { flushingServices } from '#model/flushing-services.ts'

/** What the unit is called that loads the policy at boot. */
export const policyUnitName = 'seawall-policy.service'

/** The template that loads it again after a service that flushes. */
export const policyTemplateName = 'seawall-policy@.service'

/** Everything that is switched on with a policy. */
export const policyUnits: readonly string[] = [
  policyUnitName,
  ...flushingServices.map((name) => `seawall-policy@${name}.service`),
]

/**
 * The unit that loads a policy at boot, before the network is there. It needs sh and the tools of the firewall, and no node.
 * `state`: the folder with the link to the policy. Source: systemd.unit(5), systemd.special(7) on network-pre.target.
 */
export function policyUnit(state: string): string {
  const services = flushingServices.map((name) => `${name}.service`).join(' ')
  return `# ${policyUnitName}: loads the firewall policy that was confirmed last. Written by \`seawall confirm\`; \`seawall remove\` takes it out.

[Unit]
Description=Firewall policy of Seawall
DefaultDependencies=no
Wants=network-pre.target
# Services that flush come first, then this, then the network, then Docker.
After=local-fs.target systemd-modules-load.service ${services}
Before=network-pre.target docker.service shutdown.target
Conflicts=shutdown.target
RequiresMountsFor=${state}
ConditionPathExists=${state}/current/load.sh

${serviceSection(state)}
[Install]
WantedBy=multi-user.target
`
}

/** The template with one instance for each service that flushes: it loads the policy after the service was started, restarted or reloaded. */
export function policyTemplate(state: string): string {
  return `# ${policyTemplateName}: loads the firewall policy again after %i was started, restarted or reloaded. Written by \`seawall confirm\`.
# For another service that flushes (my-firewall.service): systemctl enable --now seawall-policy@my-firewall

[Unit]
Description=Firewall policy of Seawall, after %i
DefaultDependencies=no
# Only an order: the service is not started because of this.
After=%i.service
Before=network-pre.target shutdown.target
Conflicts=shutdown.target
# Stopped and restarted with the service, reloaded when its own reload is done.
PartOf=%i.service
ReloadPropagatedFrom=%i.service
RequiresMountsFor=${state}
ConditionPathExists=${state}/current/load.sh

${serviceSection(state)}
[Install]
WantedBy=%i.service
`
}

function serviceSection(state: string): string {
  const command = `/bin/sh ${state}/current/load.sh ${state}/current rules`
  return `[Service]
Type=oneshot
# Only what is up can be reloaded and restarted with another unit. A stop leaves the rules in the kernel.
RemainAfterExit=yes
ExecStart=${command}
ExecReload=${command}
TimeoutStartSec=2min
CapabilityBoundingSet=CAP_NET_ADMIN CAP_NET_RAW
# iptables makes its lock there (/run/xtables.lock).
ProtectSystem=strict
ReadWritePaths=/run
ProtectHome=yes
ProtectControlGroups=yes
RestrictAddressFamilies=AF_NETLINK AF_INET AF_INET6 AF_UNIX
RestrictRealtime=yes
LockPersonality=yes
NoNewPrivileges=yes
`
}
