import type { Say } from '#i18n/catalogue.ts'
import { message } from '#model/diagnostic.ts'
import type { Moving } from '#model/moving.ts'
import { answerSchemaVersion, ownershipJson } from './json.ts'
import type { Block, Page } from './page.ts'
import { gap, indented, line, ruleText, styled } from './page.ts'

/** What is to do before the engine writes nftables, each rule of DOCKER-USER, and what to write in its place. */
export function movingPage(say: Say, { engine, rules, todo, script, unknown }: Moving): Page {
  const id = todo.length === 0 ? 'moving/nothing' : 'moving/todo'
  const blocks: Block[] = [line(styled('strong', say(message(id, { engine, count: todo.length }))))]
  for (const one of unknown) blocks.push(indented(0, [styled('warning', '? '), say(one)], 2))
  for (const [index, one] of todo.entries()) blocks.push(gap, indented(0, [`${index + 1}. `, say(one)], 3))
  if (rules.length > 0) blocks.push(gap, line(styled('strong', say(message('moving/rules', {})))))
  for (const { id: place, text, nft, needsMark } of rules) {
    const fate = nft === undefined ? 'moving/rule-by-hand' : needsMark ? 'moving/rule-mark' : 'moving/rule-moves'
    blocks.push(indented(0, [styled('muted', `${place} `), ruleText('plain', text)], 2))
    blocks.push(indented(2, [styled('muted', say(message(fate, {})))], 2))
  }
  if (script !== '') {
    blocks.push(gap, line(styled('strong', say(message('moving/script', {})))))
    for (const text of script.trimEnd().split('\n')) blocks.push(indented(2, [text.replaceAll('\t', '  ')], 6))
  }
  return blocks
}

/** The same as data; its schema is `schemas/moving.schema.json`. */
export function movingJson(say: Say, { engine, rules, todo, script, unknown }: Moving) {
  const said = (one: (typeof todo)[number]) => ({ code: one.id, args: one.args, message: say(one) })
  return {
    kind: 'moving' as const,
    schemaVersion: answerSchemaVersion,
    engine,
    backend: 'nftables' as const,
    todo: todo.map(said),
    rules: rules.map(({ ownership, nft, ...rule }) => ({
      ...rule,
      nft: nft ?? null,
      ...ownershipJson(say, ownership),
    })),
    script,
    unknown: unknown.map(said),
  }
}
