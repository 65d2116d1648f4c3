// data: English texts of what is wrong with a snapshot file.
import type { Catalogue } from '#model/messages.ts'

export const enSnapshots = {
  'snapshot/not-json': ({ said }) => `this looks like JSON, but it cannot be parsed: ${said}`,
  'snapshot/unknown-document': () =>
    'this JSON is not a snapshot, not the output of `nft -j list ruleset` and not the output of `docker inspect`',
  'snapshot/newer-version': ({ version, known }) =>
    `this snapshot has format version ${version}; this program reads versions up to ${known}`,
  'snapshot/bad-field': ({ path, expected }) => `\`${path || 'the document'}\` is not valid in a snapshot: ${expected}`,
} satisfies Partial<Catalogue>
