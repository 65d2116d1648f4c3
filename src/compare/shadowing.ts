/** Whether two rules of Docker's, as texts, take the same packets and do different things with them: then the first one decides. */
export function shadows(above: string, below: string): boolean {
  if (actionOf(above) === actionOf(below)) return false
  const [one, other] = [matchesOf(above), matchesOf(below)]
  const agree = (option: string) =>
    one.get(option) === undefined || other.get(option) === undefined || one.get(option) === other.get(option)
  return (
    one.get('--dport') !== undefined && other.get('--dport') !== undefined && ['-p', '--dport', '-d', '-s'].every(agree)
  )
}

function actionOf(text: string): string {
  return / -[jg] .*$/.exec(` ${text}`)?.[0] ?? ''
}

// Docker writes its ports one by one, and negates nothing but interfaces.
function matchesOf(text: string): ReadonlyMap<string, string> {
  return new Map(
    [...text.matchAll(/(?:^| )(-p|--dport|-d|-s) (\S+)/g)].map(([, option = '', value = '']) => [option, value]),
  )
}
