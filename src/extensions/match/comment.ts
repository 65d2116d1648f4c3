import { always } from '#model/condition.ts';
import { match } from '../extension.ts';
import { text } from '../kinds.ts';

/** A note on the rule; matches every packet. */
export const comment = match({
  name: 'comment',
  options: {
    '--comment': { kind: text(255), required: true, means: () => always },
  },
});
