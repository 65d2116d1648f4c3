import process from 'node:process'
import type { Message } from '#model/diagnostic.ts'
import { message } from '#model/diagnostic.ts'
import { staticBusybox } from './busybox.ts'
import { findTool } from './run.ts'

const needed = ['ip', 'nsenter', 'unshare', 'setpriv', 'iptables', 'iptables-save', 'iptables-restore']

/** Why no lab can be run here; undefined where one can. `engine`: whether it needs a Docker engine. */
export function whatLacks(engine = true): Message | undefined {
  if (process.platform !== 'linux') return message('lab/no-linux', {})
  if (process.getuid?.() !== 0) return message('lab/no-root', {})
  const tools = engine ? [...needed, 'docker'] : needed
  if (engine && findTool('dockerd') === undefined) return message('lab/no-engine', {})
  const missing = tools.filter((tool) => findTool(tool) === undefined)
  if (missing.length > 0) return message('lab/no-tool', { tools: missing.join(', ') })
  if (engine && staticBusybox() === undefined) return message('lab/no-busybox', {})
  return undefined
}
