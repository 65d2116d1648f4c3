import { flushingServices } from '#model/flushing-services.ts'
import { fewRights, unitWord } from './unit-text.ts'

/** What the unit is called: a template, with one instance for each service that flushes. */
export const repairUnitName = 'seawall-repair@.service'

/** The command that switches the unit on for every service that flushes. */
export const enableRepairUnit = `systemctl enable ${flushingServices.map((name) => `seawall-repair@${name}`).join(' ')}`

/**
 * A systemd unit that repairs whenever a service that flushes was started, restarted or reloaded. It is a template because a unit
 * that stands for all of them would be up already when the second of them starts, and so not be started again.
 * `program`, `script`: the absolute paths of node and of the command line. Source: systemd.unit(5), systemd.service(5).
 */
export function repairUnit(program: string, script: string): string {
  // `docker.service` is only asked about: where Docker is stopped, touching its socket would start it (docker.socket).
  const shell =
    'systemctl is-active --quiet docker.service snap.docker.dockerd.service || exit 0; exec flock /run/seawall/repair.lock "$$0" "$$@"'
  const command = `/bin/sh -c '${shell}' ${unitWord(program)} ${unitWord(script)} repair --yes`
  return `# ${repairUnitName}: puts Docker's rules back after a service that flushes them. One instance for each service:
#   systemctl daemon-reload
#   ${enableRepairUnit}
# A service that is not on this host does no harm. Any other that loads rules is switched on in the same way
# (seawall-repair@networking, seawall-repair@rc-local, seawall-repair@my-firewall).
#
# It runs when systemd starts, restarts or reloads the service, and so at boot. systemd does not see what is done behind its
# back: after iptables -F, netfilter-persistent reload, ufw reload, nft -f or firewall-cmd, and after a stop that flushes
# (nftables, firewalld, iptables of Red Hat), run seawall repair yourself. firewalld tells Docker itself of its reloads.
# A Docker that is stopped stays stopped: it writes its rules when it starts.

[Unit]
Description=Docker's firewall rules, put back after %i
# Only an order: neither of them is started because of this.
After=%i.service docker.service snap.docker.dockerd.service
# Stopped and restarted with the service, reloaded when its own reload is done.
PartOf=%i.service
ReloadPropagatedFrom=%i.service

[Service]
Type=oneshot
# Up as long as the service is: only what is up can be reloaded with it.
RemainAfterExit=yes
ExecStart=${command}
ExecReload=${command}
TimeoutStartSec=5min
${fewRights}

[Install]
WantedBy=%i.service
`
}
