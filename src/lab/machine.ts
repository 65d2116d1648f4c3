import { dirname, join } from 'node:path'
import process from 'node:process'
import type { Message } from '#model/diagnostic.ts'
import { message } from '#model/diagnostic.ts'
import { staticBusybox } from './busybox.ts'
import { findTool, isProgram } from '#kernel/run.ts'

const needed = ['ip', 'nsenter', 'unshare', 'setpriv', 'iptables', 'iptables-save', 'iptables-restore']

/** Why no lab with an engine can be run here; undefined where one can. `dockerd`: the engine's program (default: on the PATH). */
export function whatLacks(dockerd?: string): Message | undefined {
  if (process.platform !== 'linux') return message('lab/no-linux', {})
  if (process.getuid?.() !== 0) return message('lab/no-root', {})
  if (dockerd !== undefined && !isProgram(dockerd)) return message('lab/no-such-engine', { path: dockerd })
  if (dockerd === undefined && findTool('dockerd') === undefined) return message('lab/no-engine', {})
  const beside = dockerd === undefined ? '' : dirname(dockerd)
  const tools = beside !== '' && isProgram(join(beside, 'docker')) ? needed : [...needed, 'docker']
  const missing = tools.filter((tool) => findTool(tool) === undefined)
  if (missing.length > 0) return message('lab/no-tool', { tools: missing.join(', ') })
  if (staticBusybox() === undefined) return message('lab/no-busybox', {})
  return undefined
}
