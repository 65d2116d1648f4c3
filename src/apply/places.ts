/** Where an apply keeps what it needs. Tests have folders of their own. */
export interface Places {
  /** Gone after a boot: the lock, and what undoes the last apply. */
  readonly run: string
  /** What is loaded at boot. */
  readonly state: string
}

/** Where Seawall keeps it on a host. */
export const hostPlaces: Places = { run: '/run/seawall', state: '/var/lib/seawall' }

/** The folder of the last apply. */
export function attemptFolder({ run }: Places): string {
  return `${run}/apply`
}
