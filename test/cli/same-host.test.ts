import { expect, test } from 'vitest'
import { hostWords, onSameHost } from '#cli/same-host.ts'
import { say } from '#i18n/catalogue.ts'
import { nextLine } from '#report/explain-page.ts'
import { renderText } from '#report/text.ts'

test('the next command reads the same host: the namespace and the socket that were named, each as one word of a shell', () => {
  const options = { netns: 'inner one', dockerHost: 'unix:///run/other.sock' }
  const page = onSameHost([nextLine(say, "seawall explain --rule 'ipv4/filter/INPUT#1'")], options)
  const text = renderText(page, { width: Number.POSITIVE_INFINITY, color: false })
  // As sh reads it: https://pubs.opengroup.org/onlinepubs/9699919799/utilities/V3_chap02.html#tag_18_02
  expect(text).toBe(
    "Next: seawall explain --netns 'inner one' --docker-host unix:///run/other.sock --rule 'ipv4/filter/INPUT#1'\n",
  )
})

test('of this host nothing is added', () => {
  expect(hostWords({ concise: true })).toBe('')
  const page = [nextLine(say, 'seawall repair')]
  expect(onSameHost(page, {})).toEqual(page)
})
