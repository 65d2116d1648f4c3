import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { isRefusal } from '#model/answer.ts'
import { answerCompose } from '#answers/compose-answer.ts'
import { predictedText } from '#answers/predict-answer.ts'

const cases = new URL('../cases/compose/engine/', import.meta.url).pathname
const recorded = readdirSync(cases).filter((name) => name.endsWith('.txt'))
const rules = (text: string) => text.split('\n').filter((line) => line.startsWith('-A') || line.startsWith(':FORWARD'))

// Each family apart, with the bridges named as a prediction names them.
function recordedRules(text: string) {
  const named = [...text.matchAll(/^# bridge (br-\w+) (\S+)$/gm)].reduce(
    (whole, [, bridge = '', network = '']) => whole.replaceAll(bridge, `br-${network}`.slice(0, 15)),
    text,
  )
  const [, ipv4 = '', ipv6 = ''] = named.split(/^# family: ipv[46]$/m)
  return { ipv4: rules(ipv4).sort(), ipv6: rules(ipv6).sort() }
}

// Judge: the engine, and docker compose 2.26.1 that brought the project up (scripts/record-compose-engine.mjs).
describe('a Compose project that a real engine ran', () => {
  test.each(recorded)('has the rules that are predicted for it: %s', (file) => {
    const [, project = '', version = ''] = /^(.*?)\.(\d+\.\d+\.\d+)\.txt$/.exec(basename(file)) ?? []
    const text = readFileSync(join(cases, `${project}.yaml`), 'utf8')
    const dump = readFileSync(join(cases, file), 'utf8')
    const words = /^# daemon: dockerd (.*)$/m.exec(dump)?.[1]?.split(' ') ?? []
    const told = { words, json: undefined, before: { ipv4: false, ipv6: false }, mesh: [] }
    const predicted = answerCompose('compose.yaml', text, { project, version }, told)
    if (isRefusal(predicted)) throw new Error(predicted.message.id)
    const theirs = recordedRules(dump)
    for (const family of ['ipv4', 'ipv6'] as const)
      expect({ family, rules: rules(predictedText(predicted, family)).sort() }).toEqual({
        family,
        rules: theirs[family],
      })
  })
})
