import type { Diagnostic, Message, Severity } from '#model/diagnostic.ts'
import { message } from '#model/diagnostic.ts'
import type { Container } from '#model/docker.ts'
import type { Tool } from '#syntax/facts/tool-forms.ts'
import type { ToolOutput } from '#syntax/facts/tool-output.ts'

/** Programs whose output says nothing that an answer could use, and the command that would. */
const unused: Readonly<Partial<Record<Tool, string>>> = {
  'docker --version': 'docker version',
  'docker network ls': 'docker network inspect $(docker network ls -q)',
  'firewall-cmd': 'iptables-save',
  'ip route get': 'ip route',
  'ufw status': 'iptables-save',
}

/** What is to be said of the output of programs in a page: what is not used, what shows a part only. */
export function pastedNotes(
  text: string,
  outputs: readonly ToolOutput[],
  partial: readonly ToolOutput[],
): readonly Diagnostic[] {
  const notes: Diagnostic[] = []
  const say = (one: ToolOutput, what: Message, severity: Severity = 'note', help?: string) => {
    const span = one.lines[0] ?? one
    notes.push({ severity, ...what, span, ...(help && { help: message('help/better-command', { command: help }) }) })
  }
  const cut = outputs.filter(({ tool, json }) => tool === 'docker inspect' && json === undefined)
  for (const one of cut) say(one, message('paste/cut-document'), 'error')
  for (const one of outputs) {
    if (one.tool === 'ufw status') say(one, ufwMessage(text, one), 'note', unused[one.tool])
    else if (unused[one.tool] !== undefined)
      say(one, message('paste/not-used', { tool: one.tool }), 'note', unused[one.tool])
  }
  for (const one of partial) say(one, message('paste/partial', { tool: one.tool }))
  return notes
}

/** From which programs facts were taken, and what of them was put together. */
export function pastedSummary(outputs: readonly ToolOutput[], placed: readonly Container[]): readonly Message[] {
  const used = outputs.filter(
    ({ tool, json }) => unused[tool] === undefined && (tool !== 'docker inspect' || json !== undefined),
  )
  return [
    ...(used.length > 0 ? [message('paste/facts', { tools: namesOf(used) })] : []),
    ...(placed.length > 0 ? [message('paste/placed', { containers: placesOf(placed) })] : []),
  ]
}

function namesOf(outputs: readonly ToolOutput[]): string {
  return [...new Set(outputs.map(({ tool }) => `\`${tool}\``))].join(', ')
}

function placesOf(containers: readonly Container[]): string {
  return containers
    .map(({ name, endpoints: [endpoint] }) => `${name} = ${endpoint?.ipv4 ?? endpoint?.ipv6 ?? ''}`)
    .join(', ')
}

function ufwMessage(text: string, { start, end }: ToolOutput): Message {
  const own = text.slice(start, end)
  const active = /^Status: active/.test(own)
  const defaults = /^[ \t]*Default: (.*)$/m.exec(own)?.[1]?.trim()
  return message('paste/ufw', { active: active ? 1 : 0, ...(defaults !== undefined && { defaults }) })
}
