/** Where an apply keeps what it needs. Tests have folders of their own. */
export interface Places {
  /** Gone after a boot: the lock, and what undoes the last apply. */
  readonly run: string
  /** The policies that were confirmed: a folder for each, and a link to the one that is loaded at boot. */
  readonly state: string
  /** Where units of systemd are installed. */
  readonly units: string
}

/** Where Seawall keeps it on a host. */
export const hostPlaces: Places = { run: '/run/seawall', state: '/var/lib/seawall', units: '/etc/systemd/system' }

/** The folder of the last apply. */
export function attemptFolder({ run }: Places): string {
  return `${run}/apply`
}

/** The link to the folder of the policy that is loaded at boot. */
export function currentFolder({ state }: Places): string {
  return `${state}/current`
}
