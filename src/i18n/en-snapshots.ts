// data: English texts of what is wrong with a snapshot file.
import type { Catalogue } from '#model/messages.ts'

export const enSnapshots = {
  'snapshot/not-json': ({ said }) => `this begins like JSON, but is none; it said: ${said}`,
  'snapshot/unknown-document': () =>
    'this JSON is no snapshot, no `nft -j list ruleset` and nothing that `docker inspect` prints',
  'snapshot/newer-version': ({ version, known }) =>
    `this snapshot has version ${version} of the form; only versions up to ${known} are known here`,
  'snapshot/bad-field': ({ path, expected }) =>
    `\`${path || 'the document'}\` is not what a snapshot has there: ${expected}`,
} satisfies Partial<Catalogue>
