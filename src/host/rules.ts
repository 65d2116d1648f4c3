import { append } from '#base/lists.ts'
import { Fault } from '#model/fault.ts'
import { message, type Message } from '#model/diagnostic.ts'
import type { Family, Variant } from '#model/family.ts'
import type { RulesText } from '#model/snapshot-file.ts'
import type { Host, Output } from './host.ts'

/** What the machine's rules are, word for word, and what of them could not be read. */
export interface RulesReading {
  readonly texts: readonly RulesText[]
  readonly notes: readonly Message[]
}

const programs: Readonly<Record<Family, string>> = { ipv4: 'iptables', ipv6: 'ip6tables' }
const loadedTables: Readonly<Record<Family, string>> = {
  ipv4: '/proc/net/ip_tables_names',
  ipv6: '/proc/net/ip6_tables_names',
}

/**
 * Reads the rules of both families and both variants with their counters. Reading only: a legacy table that is not loaded is
 * not asked for, because asking would load it. Faults: not-root, and no-rules where no tool that could read them is there.
 */
export async function readRules(host: Host): Promise<RulesReading> {
  const texts: RulesText[] = []
  const notes: Message[] = []
  for (const family of ['ipv4', 'ipv6'] as const) {
    const readings: RulesReading[] = []
    for (const variant of ['nft', 'legacy'] as const) readings.push(await readVariant(host, family, variant))
    for (const reading of readings) append(texts, reading.texts)
    for (const reading of readings) append(notes, reading.notes)
    const failed = readings.some((reading) => reading.notes.some(({ id }) => id !== 'host/no-variant'))
    // Where the kernel has neither, there are no rules, which is not the same as rules that nobody read.
    if (!failed && readings.every((reading) => reading.texts.length === 0))
      texts.push({ family, command: `cat ${loadedTables[family]}`, text: '' })
  }
  const missing = notes.filter(({ id }) => id === 'host/no-save-tool')
  if (texts.length === 0 && missing.length > 0 && !(await hasNft(host)))
    throw new Fault('host/no-rules', { tools: missing.map(({ args }) => args.tool).join(', ') })
  return { texts, notes }
}

async function readVariant(host: Host, family: Family, variant: Variant): Promise<RulesReading> {
  const tables = variant === 'legacy' ? await legacyTables(host, family) : undefined
  if (tables?.length === 0) return { texts: [], notes: [] }
  const program = await saveProgram(host, family, variant)
  if (program === undefined) {
    const tool = `${programs[family]}-${variant}-save`
    return { texts: [], notes: [message('host/no-save-tool', { tool, family, tables: tables?.join(', ') ?? '' })] }
  }
  const argv = [program, '-c']
  const output = await host.run(argv, { timeoutMs: 60_000 })
  const command = argv.join(' ')
  if (output.status !== 0) return { texts: [], notes: [refusal(output, command)] }
  const notes = [...incompatibleTables(output.stdout, family), ...replaced(output.stdout, command)]
  return { texts: [{ family, variant, command, text: output.stdout }], notes }
}

/** The legacy tables of a family that the kernel has loaded. Faults: not-root. */
export async function legacyTables(host: Host, family: Family): Promise<readonly string[]> {
  const path = loadedTables[family]
  try {
    return ((await host.read(path)) ?? '').split('\n').filter((name) => name !== '')
  } catch (error) {
    if (error instanceof Fault && error.code === 'host/permission-denied') throw notRoot(`cat ${path}`, '')
    throw error
  }
}

/** The program that prints the rules of a variant. Debian names the variant in it; elsewhere only one is there and says itself which it is. */
export async function saveProgram(host: Host, family: Family, variant: Variant): Promise<string | undefined> {
  const named = `${programs[family]}-${variant}-save`
  if ((await versionOf(host, named)) !== undefined) return named
  const plain = `${programs[family]}-save`
  const version = await versionOf(host, plain)
  return version !== undefined && variantOf(version) === variant ? plain : undefined
}

/** The variant in what `iptables -V` says: before 1.8 there was only legacy, and it does not say so. */
export function variantOf(version: string): Variant {
  return version.includes('(nf_tables)') ? 'nft' : 'legacy'
}

async function versionOf(host: Host, program: string): Promise<string | undefined> {
  try {
    const { status, stdout } = await host.run([program, '-V'])
    return status === 0 ? stdout : undefined
  } catch (error) {
    if (error instanceof Fault && error.code === 'host/tool-missing') return undefined
    throw error
  }
}

function refusal({ stderr, status }: Output, command: string): Message {
  const said = stderr.trim()
  if (/must be root|permission denied|not permitted/i.test(said)) throw notRoot(command, said)
  // The kernel lacks this variant, so it has no rules in it.
  if (/protocol not supported|table does not exist|do you need to insmod/i.test(said))
    return message('host/no-variant', { command, said })
  return message('host/tool-failed', { command, said, status })
}

function notRoot(command: string, said: string): Fault {
  return new Fault('host/not-root', { command: `sudo ${command}`, said })
}

// iptables-nft-save passes over tables that nft has put into a shape it does not know, and says so among the rules.
function incompatibleTables(text: string, family: Family): readonly Message[] {
  return [...text.matchAll(/^# Table `([^'\n]*)' (?:is|contains) incompatible.*$/gm)].map(([line, table = '']) =>
    message('host/table-incompatible', { table, family, said: line }),
  )
}

function replaced(text: string, command: string): readonly Message[] {
  return text.includes('\ufffd') ? [message('host/not-utf8', { command })] : []
}

/** What `nft -j list ruleset` said, parsed; undefined, with a note why, where it cannot be had. Faults: not-root. */
export async function readNft(host: Host): Promise<{ readonly nft: unknown; readonly notes: readonly Message[] }> {
  const argv = ['nft', '-j', 'list', 'ruleset']
  const command = argv.join(' ')
  try {
    const { status, stdout, stderr } = await host.run(argv, { timeoutMs: 60_000 })
    if (status !== 0) return { nft: undefined, notes: [refusal({ status, stdout, stderr }, command)] }
    // Some versions put warnings before the document.
    return { nft: JSON.parse(stdout.slice(Math.max(0, stdout.indexOf('{')))), notes: [] }
  } catch (error) {
    if (error instanceof SyntaxError)
      return { nft: undefined, notes: [message('host/unreadable-answer', { command, said: error.message })] }
    if (!(error instanceof Fault) || error.code === 'host/not-root') throw error
    return { nft: undefined, notes: [{ id: error.code, args: error.facts }] }
  }
}

async function hasNft(host: Host): Promise<boolean> {
  return (await versionOf(host, 'nft')) !== undefined
}
