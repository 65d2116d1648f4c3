import { liveHost } from '#snapshots/live.ts'
import type { LookOptions } from './looker.ts'
import type { Seen } from './seen.ts'
import { type Tell, watch, watchOnce, type WatchOptions } from './watch.ts'

/** Which host: this one, or what can be seen from another network namespace. */
export interface WatchedHost {
  readonly netns?: string | undefined
}

/** Watches the live host that the options name. */
export function watchLive(options: WatchOptions & WatchedHost): Promise<void> {
  return watch(liveHost(options), options)
}

/** Looks at the live host once. */
export function watchLiveOnce(options: LookOptions & WatchedHost & { readonly tell: Tell }): Promise<Seen> {
  return watchOnce(liveHost(options), options)
}
