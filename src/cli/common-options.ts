import type { OptionEntry } from './command.ts'

/** Options that every command has. */
export const commonOptions: readonly OptionEntry[] = [
  { flags: '--json', about: 'print the answer as JSON (see `seawall schema`)' },
  { flags: '--color <when>', about: 'use colour', choices: ['auto', 'always', 'never'] },
  { flags: '--width <columns>', about: 'columns to wrap at' },
]
