const rule = /^[ \t>]*(?:\[\d+:\d+\][ \t]*)?-[AIRD][ \t]+\S+[ \t]/
const command = /\bip6?tables(?:-\w+)?[ \t]+(?:[^#\n|;&]*[ \t])?-{1,2}[A-Za-z]/
const goesOn =
  /^[ \t]*(?:![ \t]+-|-(?:m|j|g|p|s|d|i|o)[ \t]+\S|--(?!append|insert|delete|policy|flush|new-chain)[a-z][a-z-]{2,}(?:[ \t]|$))/

/**
 * A text whose broken rules are whole again: a line that begins with an option of a rule belongs to the rule above it. The line break
 * (and a backslash before it) becomes a blank, so that offsets stay.
 */
export function withJoinedLines(given: string): string {
  const text = withWholeRows(given)
  if (!/\n[ \t]*(?:!|-[mjgpsdio]|--[a-z])/.test(text)) return text
  const joined: string[] = []
  let current: string | undefined
  for (const line of text.split('\n')) {
    const escaped: boolean = current !== undefined && rule.test(current) && /\\\r?$/.test(current)
    if (current !== undefined && (escaped || (goesOn.test(line) && mayGoOn(current))))
      current = `${escaped ? current.replace(/\\(\r?)$/, ' $1') : current} ${line}`
    else {
      if (current !== undefined) joined.push(current)
      current = line
    }
  }
  return [...joined, current ?? ''].join('\n')
}

// A command that ends with a backslash, an operator or an open quote is joined by the shell.
function mayGoOn(line: string): boolean {
  if (rule.test(line)) return true
  return command.test(line) && !/[\\|;&]\s*$/.test(line) && (line.split('"').length - 1) % 2 === 0
}

const heading = /^[ \t]*(?:Chain \S+ \(|(?:num +)?(?:pkts +bytes +)?target +prot )/
const row = /^[ \t]*(?:\d+[KMGT]?[ \t]+){1,3}\S/

// A terminal or a mail has broken a listing at its width: what stands below a full line, and begins like no row, is the rest of it.
function withWholeRows(text: string): string {
  if (!text.includes('Chain ')) return text
  const lines = text.split('\n')
  const width = lines.reduce((most, { length }) => Math.max(most, length), 0)
  const counted = /^[ \t]*(?:num +)?(?:pkts|num) /m.test(text)
  if (width < 60 || width > 200 || !counted) return text
  const whole: string[] = []
  let full = false
  for (const line of lines) {
    const rest = full && line.trim() !== '' && !heading.test(line) && !row.test(line)
    if (rest) whole.push(`${whole.pop() ?? ''}${line}`)
    else whole.push(line)
    full = line.length === width
  }
  return whole.join('\n')
}
