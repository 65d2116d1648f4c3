// The manual page seawall(1), made from what `seawall --help` and the help of each command print.

/** `help`: returns the help text of a command; '': that of the program. `date`: YYYY-MM-DD. */
export function manPage({ help, version, date }) {
  const main = help('')
  const commands = [...section(main, 'Commands').matchAll(/^ {2}([a-z][a-z-]*) /gm)].map(([, name]) => name)
  const purpose = main.split('\n')[2] ?? ''
  return [
    `.TH SEAWALL 1 "${date}" "seawall ${version}" "User Commands"`,
    '.SH NAME',
    `seawall \\- ${roffText(
      purpose
        .replace(/^Reads/, 'read')
        .replace('explains', 'explain')
        .replace(/\.$/, ''),
    )}`,
    '.SH SYNOPSIS',
    '.B seawall',
    '.I command',
    '[options] [source]',
    '.SH DESCRIPTION',
    'A source is nothing (the live host, as root), a file, a folder of captured files, or \\-.',
    'Commands that only read change nothing.',
    '.SH COMMANDS',
    ...commands.filter((name) => name !== 'help').flatMap((name) => ['.SS ' + roffText(name), ...plain(help(name))]),
    '.SH EXAMPLES',
    ...plain(section(main, 'Examples')),
    '.SH EXIT STATUS',
    roffText((/^Exit codes: ([\s\S]+)$/m.exec(main)?.[1] ?? '').trim().replaceAll('\n', ' ')),
    '.SH SEE ALSO',
    'The pages in /usr/share/doc/seawall/docs,',
    '.BR iptables (8),',
    '.BR nft (8),',
    '.BR conntrack (8)',
    '',
  ].join('\n')
}

function section(text, name) {
  return new RegExp(`^${name}:\\n((?: .*\\n?)+)`, 'm').exec(text)?.[1] ?? ''
}

// Help is 80 columns wide: there is no room for a margin.
function plain(text) {
  return ['.in 0', '.nf', ...text.trimEnd().split('\n').map(roffText), '.fi', '.in']
}

// A line that begins with a dot or an apostrophe is a request of roff.
function roffText(line) {
  return line
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('`', '\\(ga')
    .replaceAll("'", '\\(aq')
    .replace(/^\./, '\\&.')
}
