// data: English texts of headings, counts and conclusions.
import type { Args } from './catalogue.ts'

const plural = (count: string | number | undefined, one: string, many = `${one}s`) => `${count ?? 0} ${Number(count) === 1 ? one : many}`

export const enReport = {
  'conclusion/rules': ({ rules, owners }: Args) => `${plural(rules, 'rule')}: ${owners}`,
  'conclusion/owner': ({ count, owner }: Args) => (owner === 'user' ? `${count} yours` : `${count} ${owner}`),
}
