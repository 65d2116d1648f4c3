import { fakeHost } from '#host/fake-host.ts'
import { findActor, unitIn } from '#watch/find-actor.ts'
import { expect, test } from 'vitest'

const files = {
  '/proc/77/comm': 'iptables-restor\n',
  '/proc/77/cmdline': 'iptables-restore\0--noflush\0',
  '/proc/77/cgroup': '0::/system.slice/netfilter-persistent.service\n',
  '/proc/77/loginuid': '1000',
  '/etc/passwd': 'root:x:0:0::/root:/bin/sh\nanna:x:1000:1000::/home/anna:/bin/sh\n',
}

test('a process that is there has its command line, unit and login', async () => {
  expect(await findActor(fakeHost({ files }), 77, 'iptables-restor')).toEqual({
    pid: 77,
    program: 'iptables-restor',
    command: 'iptables-restore --noflush',
    unit: 'netfilter-persistent.service',
    login: 'anna',
  })
})

test('a process that has ended has its number and name, also where another process has the number now', async () => {
  const gone = { command: undefined, unit: undefined, login: undefined }
  expect(await findActor(fakeHost({}), 77, 'nft')).toEqual({ pid: 77, program: 'nft', ...gone })
  expect(await findActor(fakeHost({ files }), 77, 'nft')).toEqual({ pid: 77, program: 'nft', ...gone })
})

test('the unit is the last part of the path of the group that is one', () => {
  expect(unitIn('12:devices:/user.slice\n1:name=systemd:/user.slice/user-0.slice/session-3.scope\n')).toBe(
    'session-3.scope',
  )
  expect(unitIn('0::/system.slice/docker.service/sub\n')).toBe('docker.service')
  expect(unitIn('0::/\n')).toBeUndefined()
})
