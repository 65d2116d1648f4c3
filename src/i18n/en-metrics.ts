// data: English texts of metrics.
import type { Catalogue } from '#model/messages.ts'

export const enMetrics = {
  'metrics/help-build-info': () => 'The version of Seawall; the value is always 1.',
  'metrics/help-success': () => 'Whether the last run could read the rules of the host.',
  'metrics/help-last-success': () => 'When a run last read the rules of the host.',
  'metrics/help-duration': () => 'How long the run took to read the host and to count.',
  'metrics/help-snapshot': () => 'When the host was read.',
  'metrics/help-unread': () => 'Whether a part of the host was not read or cannot be judged.',
  'metrics/help-exposed': () => 'Ports that a new connection from the zone reaches.',
  'metrics/help-despite': () => 'Ports that the zone reaches although a rule was meant to close them.',
  'metrics/help-limited': () => 'Ports that the zone reaches within a rate limit or connection limit.',
  'metrics/help-unknown-ports': () => 'Ports for which it is unknown whether the zone reaches them.',
  'metrics/help-verdict': () => 'The verdict of seawall status: 1 for the one that holds, 0 for the others.',
  'metrics/help-rules': () => 'Rules of Docker, by how they compare with what the engine would write.',
  'metrics/help-unjudged': () => 'Reasons why some rules of Docker could not be judged.',
  'metrics/help-services': () =>
    'Published ports, connections of containers to the outside, and connections between containers, by whether they work.',
  'metrics/help-not-started': () => 'Containers that did not start because Docker could not write their rules.',
  'metrics/written': ({ path, count }) => `wrote ${path}: ${count} metrics`,
} satisfies Partial<Catalogue>
