import { Fault } from '#model/fault.ts'
import type { Answer, Endpoint, Follower, Host, Output, RunOptions } from './host.ts'
import { endpointText } from './docker-endpoint.ts'

/** What a made-up machine answers. Commands are written as one line; a text stands for success with that output. */
export interface Script {
  readonly commands?: Readonly<Record<string, string | Partial<Output> | Fault | ((options: RunOptions) => string)>>
  readonly files?: Readonly<Record<string, string | Fault>>
  /** What Docker answers, by path; a text stands for status 200. Undefined: nobody listens. */
  readonly docker?: Readonly<Record<string, string | Answer | Fault>>
  /** Who answers there, by process id. */
  readonly peers?: readonly number[]
  readonly variables?: Readonly<Record<string, string>>
  /** ISO 8601; the clock stands there and moves only by `sleep`. */
  readonly now?: string
}

/** A machine for tests: it answers from a script and remembers what it was asked. */
export interface FakeHost extends Host {
  /** Every command that was run, one line each. */
  readonly ran: readonly string[]
  /** Every path that was asked of Docker. */
  readonly asked: readonly string[]
  /** What follows a program, by its command line, and what listens to the engine, by the path. */
  readonly followers: ReadonlyMap<string, Follower>
  /** The files as they are now. */
  readonly files: ReadonlyMap<string, string | Fault>
}

/** A machine that answers as the script says; what the script leaves out is not installed, not there, not listening. */
export function fakeHost(script: Script = {}): FakeHost {
  const ran: string[] = []
  const asked: string[] = []
  const locked = new Set<string>()
  const followers = new Map<string, Follower>()
  const follow = (what: string, follower: Follower) => {
    followers.set(what, follower)
    return () => void followers.delete(what)
  }
  const files = new Map<string, string | Fault>(Object.entries(script.files ?? {}))
  let time = Date.parse(script.now ?? '2026-01-01T00:00:00Z')
  return {
    ran,
    asked,
    followers,
    files,
    follow: (argv, follower) => follow(argv.join(' '), follower),
    listen: (_, path, follower) => follow(path, follower),
    run: async (argv, options = {}) => {
      const line = argv.join(' ')
      ran.push(line)
      const answer = script.commands?.[line]
      if (answer === undefined) throw new Fault('host/tool-missing', { tool: argv[0] ?? '', command: line })
      return outputOf(typeof answer === 'function' ? answer(options) : orThrow(answer))
    },
    read: async (path) => {
      const text = files.get(path)
      return text === undefined ? undefined : orThrow(text)
    },
    write: async (path, text) => {
      files.set(path, text)
    },
    list: async (path) => namesIn(path, files.keys()),
    get: async (endpoint, path) => {
      asked.push(path)
      return answerOf(script, endpoint, path)
    },
    peers: async () => script.peers ?? [],
    lock: async (path) => {
      if (locked.has(path)) return undefined
      locked.add(path)
      return async () => void locked.delete(path)
    },
    now: () => new Date(time),
    sleep: async (ms) => {
      time += ms
    },
    variable: (name) => script.variables?.[name],
  }
}

function orThrow<T>(answer: T | Fault): T {
  if (answer instanceof Fault) throw answer
  return answer
}

function outputOf(answer: string | Partial<Output>): Output {
  return { status: 0, stdout: '', stderr: '', ...(typeof answer === 'string' ? { stdout: answer } : answer) }
}

function answerOf(script: Script, endpoint: Endpoint, path: string): Answer {
  if (script.docker === undefined)
    throw new Fault('host/docker-unreachable', { endpoint: endpointText(endpoint), said: 'connect ENOENT' })
  const answer = orThrow(script.docker[path] ?? { status: 404, body: '{"message":"page not found"}' })
  return typeof answer === 'string' ? { status: 200, body: answer } : answer
}

function namesIn(folder: string, paths: Iterable<string>): readonly string[] {
  const start = folder.endsWith('/') ? folder : `${folder}/`
  const names = new Set<string>()
  for (const path of paths) if (path.startsWith(start)) names.add(path.slice(start.length).split('/')[0] ?? '')
  return [...names].sort()
}
