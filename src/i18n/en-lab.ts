// data: English texts of the lab.
import type { Catalogue } from '#model/messages.ts'

export const enLab = {
  'lab/no-linux': () => 'the lab needs Linux: it makes network namespaces',
  'lab/no-root': () => 'the lab needs root: it makes network namespaces and starts a Docker engine in them',
  'lab/no-engine': () =>
    'the lab needs a Docker engine: `dockerd` is not on the PATH (Debian: docker.io; it need not run)',
  'lab/no-such-engine': ({ path }) => `the engine \`${path}\` does not exist`,
  'lab/no-tool': ({ tools }) => `the lab needs tools that are not installed: ${tools}`,
  'lab/no-busybox': () => 'the lab needs a statically linked busybox to make an image (Debian: busybox-static)',
  'lab/engine-died': ({ status, said }) =>
    `the engine of the lab did not start${status === '' ? ' within 60 seconds' : ` (it ended with ${status})`}; it said: ${said}`,
  'lab/step-failed': ({ command, status, said }) => `\`${command}\` ended with ${status}; it said: ${said}`,

  'lab/about/empty-host': () => 'an engine starts on a host that has no rule: what does it write?',
  'lab/about/rule-in-every-chain': () =>
    'an engine starts on a host with a rule in every chain: does it flush, and where does it put its rules?',
  'lab/about/container': () => 'a container starts with a published port: which rules does Docker add?',
  'lab/about/pair': () =>
    'two services of a Compose project start on their own network: which of them can reach which?',
  'lab/about/log-everywhere': () =>
    'LOG rules at both ends of the chains: which of them does a connection to a published port meet?',
  'lab/about/dropped-port': () =>
    'a DROP for a published port in DOCKER-USER: why does it do nothing, and which one does?',
  'lab/about/hairpin': () => 'a container calls its own published port: what is the MASQUERADE rule for itself for?',
  'lab/about/reload': () =>
    'your own rules are loaded again, with --noflush and without: what is left of those of Docker?',
  'lab/about/stale-file': () => 'a saved file is loaded after containers changed addresses: where do their ports lead?',
  'lab/about/delete-and-restart': () =>
    'all rules are deleted and the engine is restarted: what comes back, and what does it cost?',
  'lab/about/flush-and-repair': () => 'all rules are flushed and repaired: is everything as before, without a restart?',
  'lab/apart': () =>
    'Each runs in network namespaces of its own, with an engine of its own, and removes everything afterwards.',
  'lab/engine': ({ engine, options }) => `dockerd ${engine}${options === '' ? '' : ` ${options}`}`,
  'lab/kept': ({ path }) => `captured in ${path}`,
  'lab/holds': ({ checks, seconds }) => `All ${checks} checks hold; ${seconds} s.`,
  'lab/fails': ({ checks, failed, seconds }) => `${failed} of ${checks} checks do not hold; ${seconds} s.`,
  'lab/seen': () => 'seen',
  'lab/not-seen': () => 'NOT seen',
  'lab/step/engine-starts': () => 'the engine starts',
  'lab/step/rule-in-every-chain': () => 'every built-in chain of raw, mangle, nat and filter gets a rule `-j ACCEPT`',
  'lab/step/container-starts': () => 'docker run --name ubuntu --publish 3456:3456',
  'lab/step/container-is-there': () => 'an engine with a container `ubuntu` that publishes 3456',
  'lab/step/pair-starts': () =>
    'as docker compose up: network shop_default, shop-db-1, shop-web-1 with ports 4567:4567',
  'lab/step/containers-are-there': () => 'an engine with two networks, `web` publishes 8080, `db` publishes 7000',
  'lab/step/flush': () => 'iptables -F, -X, -t nat -F, -t nat -X, -P FORWARD ACCEPT',
  'lab/step/redis-is-there': () => 'docker run --name redis --publish 10000:6379',
  'lab/step/web-is-there': () => 'docker run --name web --publish 8080:80',
  'lab/step/drop-by-port': () => 'iptables -I DOCKER-USER -p tcp --dport 10000 -j DROP',
  'lab/step/drop-by-original-port': () =>
    'instead: iptables -I DOCKER-USER -p tcp -m conntrack --ctorigdstport 10000 --ctdir ORIGINAL -j DROP',
  'lab/step/log-rules': () => 'a LOG rule as the first and as the last of each chain, then a client connects',
  'lab/step/hairpin-deleted': () => 'the MASQUERADE rule from the container to itself is deleted',
  'lab/step/restore-noflush': () => 'iptables-restore --noflush rules.v4, twice',
  'lab/step/restore-plain': () => 'iptables-restore rules.v4',
  'lab/step/saved': () => 'web publishes 8080, db publishes 3306; iptables-save > rules.v4',
  'lab/step/other-order': () => 'both are removed and started again, db first: they have changed addresses',
  'lab/step/restore-saved': () => 'iptables-restore rules.v4',
  'lab/step/engine-restarts': () => 'systemctl restart docker',
  'lab/step/repair': () => 'seawall repair',
  'lab/check/forwards': () => 'the host forwards packets now (net.ipv4.ip_forward is 1)',
  'lab/check/forward-drops': () => 'the policy of FORWARD is DROP',
  'lab/check/client-reaches': ({ port, container }) => `a client outside reaches ${container} through port ${port}`,
  'lab/check/client-fails': ({ port, container }) => `a client outside gets no answer from ${container} (port ${port})`,
  'lab/check/port-closed': ({ port }) => `it does not reach port ${port}, which is not published`,
  'lab/check/friend-reaches': ({ from, to }) => `${from} reaches ${to} by its name`,
  'lab/check/stranger-stays-out': ({ from, to }) => `${from}, on another network, does not reach ${to}`,
  'lab/check/rule-counts-nothing': ({ rule }) =>
    `${rule} has counted no packet: DNAT has changed the port to 6379 before filter is asked`,
  'lab/check/rule-counts': ({ rule }) => `${rule} has counted packets: the original port is what conntrack remembers`,
  'lab/check/log-counts': ({ table, chain, when }) =>
    `the LOG rule ${when} the other rules of ${table} ${chain} counts`,
  'lab/check/log-counts-not': ({ table, chain, when }) =>
    `the LOG rule ${when} the other rules of ${table} ${chain} does not count`,
  'lab/check/calls-itself': ({ container, port }) => `${container} reaches itself through port ${port} of the host`,
  'lab/check/calls-itself-not': ({ container, port }) =>
    `${container} no longer reaches itself through port ${port}: it would be asked by its own address`,
  'lab/check/hairpin-found': () => 'there is such a rule in nat POSTROUTING',
  'lab/check/preview-said': () => '`seawall apply-preview` said so before the file was loaded',
  'lab/check/restarted': ({ container }) => `${container} was restarted: its connections are gone`,
  'lab/check/forward-stays-open': () =>
    'the policy of FORWARD is still ACCEPT: the host forwarded before the engine started',
  'lab/check/repaired': ({ rounds }) =>
    `nothing is left to repair, after ${rounds} ${rounds === 1 ? 'round' : 'rounds'}`,
  'lab/check/lives': () => 'both containers have the process and the start time they had before',
  'lab/check/same-rules': () => 'iptables-save and ip6tables-save print what they printed before the flush',
} satisfies Partial<Catalogue>
