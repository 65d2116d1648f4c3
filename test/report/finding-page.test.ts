import { expect, test } from 'vitest'
import { say } from '#i18n/catalogue.ts'
import { message } from '#model/diagnostic.ts'
import type { Finding } from '#model/finding.ts'
import { findingPage } from '#report/diagnostic-page.ts'
import { renderText } from '#report/text.ts'

// Lines, columns and marks were counted by hand.
test('a finding about two files shows a frame for each, the one to mend first', () => {
  const rules = { name: 'rules.v4', text: '*filter\n:DOCKER - [0:0]\nCOMMIT\n' }
  const unit = { name: 'fw.service', text: '[Service]\nExecStart=iptables-restore -n rules.v4\n' }
  const finding: Finding = {
    ...message('restore/no-chain', { chain: 'DOCKER' }),
    severity: 'warning',
    places: [
      { source: rules, span: { start: 8, end: 15 } },
      { source: unit, span: { start: 20, end: 39 }, message: message('syntax/reads-file', { file: 'rules.v4' }) },
    ],
    help: message('usage/dialects'),
  }
  const text = renderText(findingPage(say, finding), { width: 80, color: false })
  expect(text.split('\n')).toEqual([
    expect.stringMatching(/^warning\[restore\/no-chain\]: /),
    ' --> rules.v4:2:1',
    '  |',
    '2 | :DOCKER - [0:0]',
    '  | ^^^^^^^',
    ' --> fw.service:2:11',
    '  |',
    '2 | ExecStart=iptables-restore -n rules.v4',
    '  |           ^^^^^^^^^^^^^^^^^^^',
    expect.stringMatching(/^ {2}= .*rules\.v4/),
    expect.stringMatching(/^ {2}= help: /),
    '',
    '',
  ])
})
