import type { OptionEntry } from './command.ts'

/** Options that every command has. */
export const commonOptions: readonly OptionEntry[] = [
  { flags: '--json', about: 'help/option/json' },
  { flags: '--color <when>', about: 'help/option/color', choices: ['auto', 'always', 'never'] },
  { flags: '--width <columns>', about: 'help/option/width' },
  { flags: '--no-pager', about: 'help/option/no-pager' },
]
