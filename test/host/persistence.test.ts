import { fakeHost } from '#host/fake-host.ts'
import { readPersistence } from '#host/persistence.ts'
import { Fault } from '#model/fault.ts'
import { expect, test } from 'vitest'

const keptOf = async (path: string, text: string) =>
  (await readPersistence(fakeHost({ files: { [path]: text } }))).files[0]?.text

test('rule files are kept whole, wherever a distribution puts them', async () => {
  const files = {
    '/etc/iptables/rules.v4': '*filter\nCOMMIT\n',
    '/etc/sysconfig/ip6tables': '*nat\nCOMMIT\n',
    '/etc/ufw/user.rules': '*filter\n',
    '/etc/ufw/applications.d/x': 'no rules',
    '/etc/nftables.conf': 'table inet x {}\n',
  }
  const { files: found, notes } = await readPersistence(fakeHost({ files }))
  expect(found.map(({ path }) => path).sort()).toEqual(
    Object.keys(files)
      .filter((path) => !path.includes('applications'))
      .sort(),
  )
  expect(found.find(({ path }) => path === '/etc/ufw/user.rules')?.text).toBe('*filter\n')
  expect(notes).toEqual([])
})

test('of daemon.json only what it says about networks is kept: proxies and log drivers hold passwords', async () => {
  const text = JSON.stringify({
    bip: '10.0.0.1/24',
    iptables: false,
    proxies: { 'http-proxy': 'http://user:secret@proxy' },
    'log-opts': { 'splunk-token': 'secret' },
  })
  expect(JSON.parse((await keptOf('/etc/docker/daemon.json', text)) ?? '')).toEqual({
    bip: '10.0.0.1/24',
    iptables: false,
  })
  expect(await keptOf('/etc/docker/daemon.json', '{"secret": tru')).toBe('{}\n')
})

test('of a unit its order and what it does to the firewall is kept, and nothing of a unit that does nothing to it', async () => {
  const unit = `[Unit]
Description=Rules of ours
Before=docker.service
[Service]
Environment=TOKEN=iptables-secret
ExecStartPre=/usr/bin/fetch --token secret
ExecStart=/sbin/iptables-restore /root/rules
[Install]
WantedBy=multi-user.target
`
  expect(await keptOf('/etc/systemd/system/fw.service', unit)).toBe(`[Unit]
Before=docker.service
[Service]
ExecStart=/sbin/iptables-restore /root/rules
[Install]
WantedBy=multi-user.target
`)
  expect(
    await keptOf('/etc/systemd/system/web.service', '[Unit]\nAfter=nftables.service\n[Service]\nExecStart=/bin/web\n'),
  ).toBeUndefined()
})

test('a file that may not be read is told', async () => {
  const path = '/etc/iptables/rules.v4'
  const { notes } = await readPersistence(
    fakeHost({ files: { [path]: new Fault('host/permission-denied', { path }) } }),
  )
  expect(notes).toEqual([{ id: 'host/permission-denied', args: { path } }])
})

test('of units that are started at boot the names of those about the firewall are kept, and nothing of their texts', async () => {
  const folder = '/etc/systemd/system/multi-user.target.wants'
  const text = '[Service]\nExecStart=/usr/sbin/nft -f /etc/nftables.conf\n'
  const files = { [`${folder}/nftables.service`]: text, [`${folder}/backup.service`]: text }
  const { files: found } = await readPersistence(fakeHost({ files }))
  expect(found).toEqual([{ path: `${folder}/nftables.service`, text: '' }])
})
