export function dump(rules: number): string
