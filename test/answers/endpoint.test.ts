import { readEnd } from '#answers/endpoint.ts'
import { textSnapshot } from '#snapshots/read-snapshot.ts'
import { expect, test } from 'vitest'

test('an end with blanks around it, as a paste has them, is the end without them', () => {
  const snapshot = textSnapshot('rules', '*filter\nCOMMIT\n')
  for (const text of ['203.0.113.10:8080/tcp', '[2001:db8::1]:80', 'internet', 'host:22'])
    expect(readEnd(` ${text}\t`, snapshot, 'ipv4')).toEqual(readEnd(text, snapshot, 'ipv4'))
  expect(readEnd(' 203.0.113.10:8080 ', snapshot, 'ipv4')).toMatchObject({ address: 0xcb00710a, port: 8080 })
})
