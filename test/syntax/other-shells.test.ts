import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { iptablesCalls } from '#syntax/shell/iptables-calls.ts'
import { shellCommands } from '#syntax/shell/shell-commands.ts'
import { readText } from '#syntax/text/read-text.ts'

interface Case {
  readonly shell: string
  readonly script: string
  readonly calls: readonly (readonly string[])[]
}

// Judge: zsh 5.9 and fish 3.6, which ran each script with programs that only record how they were called.
const cases = JSON.parse(
  readFileSync(new URL('../cases/forms/other-shells.json', import.meta.url), 'utf8'),
) as readonly Case[]

describe('forms of zsh and fish that other shells do not have', () => {
  it.each(cases)('$shell: $script', ({ script, calls }) => {
    const { commands } = shellCommands(script, [{ start: 0, end: script.length }])
    const read = iptablesCalls(commands, () => false).map(({ family, words }) => [
      family === 'ipv6' ? 'ip6tables' : 'iptables',
      ...words.texts,
    ])
    expect(read).toEqual(calls)
  })

  it.each(cases)('$shell at a prompt: $script', ({ shell, script, calls }) => {
    if (
      script
        .trimEnd()
        .split('\n')
        .some((line) => !/^(?:set|iptables|(?:for|repeat|if).*iptables)/.test(line))
    )
      return
    const prompt = shell === 'zsh' ? 'me@host% ' : 'me@host ~> '
    const { segments } = readText({ name: 'page', text: script.replaceAll(/^(?=.)/gm, prompt) })
    const words = segments.flatMap((one) => one.calls.map((call) => call.words.texts))
    expect(words).toEqual(calls.map((call) => call.slice(1)))
  })
})
