import { readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import process from 'node:process'
import { type ComposeRequest, type ComposeText, isComposeText, type Message, readEnvFile } from '#pages.ts'
import { readTextFile } from '#node.ts'
import type { Options } from './command.ts'

/** A Compose project as the command line names it. */
export interface ComposeSource {
  readonly files: readonly [ComposeText, ...ComposeText[]]
  readonly request: Pick<ComposeRequest, 'project' | 'variables' | 'profiles' | 'read'>
  readonly notes: readonly Message[]
}

const usual = /^(docker-)?compose\.ya?ml$/
const overrides = [
  'compose.override.yml',
  'compose.override.yaml',
  'docker-compose.override.yml',
  'docker-compose.override.yaml',
]

/**
 * The Compose project that the words name: `--file` as docker compose takes it, or a source that is a Compose file by what it holds.
 * Undefined where the source is something else. Beside a file with a usual name the override file is read too.
 */
export async function composeSource(
  word: string | undefined,
  piped: string | undefined,
  options: Options,
): Promise<ComposeSource | undefined> {
  const named = listOption(options, 'file')
  const paths = named.length > 0 ? named : word === undefined ? [] : [word]
  const [path] = paths
  if (path === undefined) return undefined
  if (
    piped === undefined &&
    named.length === 0 &&
    !usual.test(basename(path)) &&
    !isComposeText(readIfText(path) ?? '')
  )
    return undefined
  if (piped !== undefined && named.length === 0 && !isComposeText(piped)) return undefined
  const over = named.length === 0 && piped === undefined && usual.test(basename(path)) ? overrideOf(path) : []
  const texts = await Promise.all(
    [...paths, ...over].map(async (one) => ({
      path: one,
      text: one === '-' ? (piped ?? '') : await readTextFile(one),
    })),
  )
  const [first, ...rest] = texts
  if (first === undefined) return undefined
  const folder = dirname(resolve(path === '-' ? 'compose.yaml' : path))
  const variables = { ...readEnvFile(readIfText(join(folder, '.env')) ?? ''), ...environment() }
  const project = variables.COMPOSE_PROJECT_NAME || basename(folder)
  const profiles = [...listOption(options, 'profile'), ...(variables.COMPOSE_PROFILES ?? '').split(',')]
  return {
    files: [first, ...rest],
    request: {
      project: project.toLowerCase().replace(/[^a-z0-9_-]/g, '') || 'project',
      variables,
      profiles: profiles.filter((name) => name !== ''),
      read: readIfText,
    },
    notes: over.map((one) => ({ id: 'compose/merged', args: { path: one } })),
  }
}

function environment(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}

function overrideOf(path: string): readonly string[] {
  const found = overrides.map((name) => join(dirname(path), name)).find((one) => readIfText(one) !== undefined)
  return found === undefined ? [] : [found]
}

// What cannot be read is not there: the caller says what it misses. A pipe or a device could hold us, or never end.
function readIfText(path: string): string | undefined {
  try {
    const there = statSync(path)
    return there.isFile() && there.size < 1 << 28 ? readFileSync(path, 'utf8') : undefined
  } catch {
    return undefined
  }
}

function listOption(options: Options, name: string): readonly string[] {
  const value = options[name]
  return Array.isArray(value) ? value : []
}
