import { say } from '#i18n/catalogue.ts'
import { answerDiff } from '#answers/diff-answer.ts'
import type { ExperimentRun, ExperimentStep } from '#model/experiment.ts'
import { experimentNames } from '#model/experiment.ts'
import { answerSchemas } from '#report/answer-schemas.ts'
import { experimentEnd, experimentsPage, experimentStepPage, labJson } from '#report/lab-page.ts'
import { renderText } from '#report/text.ts'
import { textSnapshot } from '#snapshots/read-snapshot.ts'
import { describe, expect, test } from 'vitest'

const plain = { width: 80, color: false }
const rules = (...lines: readonly string[]) =>
  textSnapshot('text', `*filter\n:FORWARD ACCEPT [0:0]\n${lines.join('\n')}\nCOMMIT\n`, { family: 'ipv4' })

function stepWith(holds: boolean, shows: ExperimentStep['shows'], kept?: string): ExperimentStep {
  return {
    did: { id: 'lab/step/flush', args: {} },
    shows,
    difference: answerDiff(rules(), rules('-A FORWARD -i eth0 -j DROP'), new Set()),
    checks: [{ claim: { id: 'lab/check/client-reaches', args: { port: 8080, container: 'web' } }, holds }],
    kept,
  }
}

const runOf = (...steps: readonly ExperimentStep[]): ExperimentRun => {
  return { name: 'container', engine: '20.10.24', options: ['--userland-proxy=false'], steps, milliseconds: 1234 }
}

describe('the page of an experiment', () => {
  test('shows the change where the step is about it, else only what it comes to', () => {
    const whole = renderText(experimentStepPage(say, stepWith(true, 'all'), 2, 'normal'), plain)
    expect(whole).toContain('2. iptables -F')
    expect(whole).toContain('-A FORWARD -i eth0 -j DROP')
    expect(whole).toContain('  seen: a client outside reaches web through port 8080')
    for (const [shows, density] of [
      ['count', 'normal'],
      ['all', 'concise'],
    ] as const) {
      const short = renderText(experimentStepPage(say, stepWith(true, shows), 1, density), plain)
      expect(short).toContain('1 rule added')
      expect(short).not.toContain('eth0')
    }
  })

  test('says in words, not by colour alone, that a check does not hold', () => {
    expect(renderText(experimentStepPage(say, stepWith(false, 'none'), 1, 'normal'), plain)).toContain(
      'NOT seen: a client',
    )
    const end = renderText(experimentEnd(say, runOf(stepWith(false, 'all'), stepWith(true, 'all'))), plain)
    expect(end.trim()).toBe('1 of 2 checks do not hold; 1.2 s.  dockerd 20.10.24 --userland-proxy=false')
  })

  test('lists every experiment, and as JSON keeps to its schema', () => {
    const list = renderText(experimentsPage(say, experimentNames), plain)
    for (const name of experimentNames) expect(list).toContain(`  ${name} `)
    const run = runOf(stepWith(false, 'all', 'captures/container/1'))
    for (const answer of [labJson(say, experimentNames, undefined), labJson(say, ['container'], [run])])
      expect(() => answerSchemas.lab.parse(JSON.parse(JSON.stringify(answer)))).not.toThrow()
    expect(labJson(say, ['container'], [run]).experiments[0]?.run?.holds).toBe(false)
  })
})
