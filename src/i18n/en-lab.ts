// data: English texts of the lab.
import type { Args } from './text.ts'

export const enLab = {
  'lab/no-linux': () => 'the lab needs Linux: it makes network namespaces',
  'lab/no-root': () => 'the lab needs root: it makes network namespaces and starts a Docker engine in them',
  'lab/no-engine': () =>
    'the lab needs a Docker engine: `dockerd` is not on the PATH (Debian: docker.io; it need not run)',
  'lab/no-tool': ({ tools }: Args) => `the lab needs tools that are not installed: ${tools}`,
  'lab/no-busybox': () =>
    'the lab needs a busybox that runs without libraries, to make an image of (Debian: busybox-static)',
  'lab/engine-died': ({ status, said }: Args) =>
    `the lab's engine did not come up${status === '' ? ' within 60 seconds' : ` (it ended with ${status})`}; it said: ${said}`,
  'lab/step-failed': ({ command, status, said }: Args) => `\`${command}\` ended with ${status}; it said: ${said}`,
}
