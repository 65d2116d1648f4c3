// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are templates
import { describe, expect, it } from 'vitest'
import { conditionOf, meaning } from '#lowered/meaning.ts'
import { defaultDialect } from '#model/family.ts'
import { printRule } from '#syntax/print/print-rule.ts'
import { readText } from '#syntax/text/read-text.ts'

/** Rules as people paste them and as templates have them, written by hand in the order in which iptables-save prints options. */
const rules = [
  '-s <my-ip> -p tcp -m tcp --dport <PORT> -j ACCEPT',
  '-s <your public ip>/32 -j ACCEPT',
  '-m mac --mac-source XX:XX:XX:XX:XX:XX -j ACCEPT',
  '-m mac --mac-source 00:1a:XX:XX:XX:XX -j ACCEPT',
  '-s x.x.x.x -j DROP',
  '-s 1.2.3.x/24 -i {{ iface }} -j DROP',
  '-d YOUR_IP -p tcp -m tcp --dport PORT -j DROP',
  '-s [redacted] -j DROP',
  '-i %h -j DROP',
  '-d YOUR.SERVER.IP -j DROP',
]

describe('a placeholder is an unknown value, and prints as it was written', () => {
  const read = (text: string) => {
    const { rulesets, diagnostics } = readText({ name: '-', text })
    const found = rulesets[0]?.tables[0]?.chains.find(({ name }) => name === 'INPUT')?.rules[0]
    return { rule: found, ids: diagnostics.filter(({ severity }) => severity !== 'note').map(({ id }) => id) }
  }
  const forms = {
    'a dump': (rule: string) => `*filter\n:INPUT ACCEPT [0:0]\n-A INPUT ${rule}\nCOMMIT\n`,
    'a command': (rule: string) => `iptables -A INPUT ${rule}\n`,
    '-S': (rule: string) => `-P INPUT DROP\n-A INPUT ${rule}\n`,
  }
  for (const [form, around] of Object.entries(forms))
    it.each(rules)(`in ${form}: %s`, (text) => {
      const { rule, ids } = read(around(text))
      expect(ids).toEqual([])
      expect(rule && printRule(rule, 'ipv4', defaultDialect).trim()).toBe(text)
      const condition = rule && conditionOf(meaning(rule, 'ipv4', () => false))
      expect(JSON.stringify(condition, (_, value) => (typeof value === 'bigint' ? String(value) : value))).toMatch(
        /unknown/i,
      )
    })

  it('one note names them all', () => {
    const { diagnostics } = readText({
      name: '-',
      text: `iptables -A INPUT ${rules[0]}\niptables -A INPUT ${rules[4]}\n`,
    })
    expect(diagnostics).toMatchObject([{ id: 'syntax/placeholders', args: { names: '<my-ip>, <PORT>, x.x.x.x' } }])
  })

  it('a usage line is no rule', () => {
    const { rulesets } = readText({ name: '-', text: 'iptables -t <table> -A <chain> <rule> -j <target>\n' })
    expect(rulesets).toEqual([])
  })
})
