import { fakeHost } from '#host/fake-host.ts'
import { currentLogin } from '#host/login.ts'
import { expect, test } from 'vitest'

/** A process as /proc shows it. Fields of stat by proc(5): 22 is the start in hundredths of a second. */
function processFiles(
  pid: number | string,
  name: string,
  parent: number,
  began: number,
  session = '4294967295',
  environ = '',
) {
  const middle = Array.from({ length: 17 }, () => '0').join(' ')
  const number = pid === 'self' ? 900 : pid
  return {
    [`/proc/${pid}/stat`]: `${number} (${name}) S ${parent} ${middle} ${began * 100} 0 0\n`,
    [`/proc/${pid}/sessionid`]: session,
    [`/proc/${pid}/environ`]: environ,
  }
}

test('a login begins with the first process of its audit session, under sudo too', async () => {
  const files = {
    ...processFiles('self', 'node', 800, 5000, '7'),
    ...processFiles(800, 'sudo', 700, 4990, '7'),
    ...processFiles(700, 'bash', 600, 4001, '7', 'HOME=/root\0SSH_CONNECTION=203.0.113.9 5000 192.0.2.1 22\0'),
    ...processFiles(600, 'sshd', 50, 4000, '7'),
    ...processFiles(50, 'sshd', 1, 10),
  }
  expect(await currentLogin(fakeHost({ files }))).toEqual({
    ssh: '203.0.113.9 5000 192.0.2.1 22',
    leader: 600,
    began: 4000,
  })
})

test('without audit it begins at the nearest program that logs people in, whatever the names of processes hold', async () => {
  const files = {
    ...processFiles('self', 'node) S 1 (x', 700, 5000),
    ...processFiles(700, 'sh (a) b', 600, 4001),
    ...processFiles(600, 'sshd-session', 50, 4000),
    ...processFiles(50, 'sshd', 1, 10),
  }
  expect(await currentLogin(fakeHost({ files }))).toEqual({ ssh: undefined, leader: 600, began: 4000 })
})

test('a shell that no login began has none', async () => {
  const files = { ...processFiles('self', 'node', 700, 5000), ...processFiles(700, 'cron', 1, 20) }
  expect(await currentLogin(fakeHost({ files }))).toEqual({ ssh: undefined, leader: undefined, began: undefined })
})
