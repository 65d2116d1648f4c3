// data: the shell programs that load rules and take them back. They need sh, nft, mv, sleep and cat; flock, wall and logger are used where they are installed.

/**
 * `sh load.sh FOLDER NAME` loads what FOLDER holds under this name. Each file replaces what Seawall has in the kernel, and
 * changes nothing else. Files are loaded by their paths: a pipe that ends too soon would be loaded as far as it came.
 */
export const loadProgram = String.raw`# Written by Seawall. Loads rules: sh load.sh FOLDER NAME
PATH=$PATH:/usr/sbin:/sbin:/usr/bin:/bin
export PATH
if [ -e "$1/$2.nft" ]; then
  nft -f "$1/$2.nft" || exit 1
fi
`

/**
 * `sh undo.sh FOLDER` waits until the uptime in FOLDER/deadline has come, and takes back what was not confirmed. With \`now\` it does not wait.
 * Whoever renames FOLDER/armed first decides: to \`undoing\` here, to \`confirmed\` elsewhere. A rename needs no room on the disk.
 */
export const undoProgram = String.raw`# Written by Seawall. Takes rules back that were not confirmed in time: sh undo.sh FOLDER [now]
dir=$1
PATH=$PATH:/usr/sbin:/sbin:/usr/bin:/bin
export PATH
trap '' HUP INT QUIT TERM
cd /

tell() {
  [ "$now" = now ] && return
  said=$(cat "$dir/$1" 2>/dev/null) || return
  logger -t seawall -p daemon.warning -- "$said" >/dev/null 2>&1 9>&- &
  printf '%s\n' "$said" | timeout 10 wall >/dev/null 2>&1 9>&- &
}

now=$2
# A later apply has an undo of its own: then this one has nothing to do.
is_over() {
  text=
  read -r text < "$dir/armed"
  [ -n "$text" ] && [ "$text" != "$own" ]
}
if [ "$now" != now ]; then
  read -r own < "$dir/armed"
  deadline=
  unread=0
  while [ -e "$dir/armed" ]; do
    is_over && exit 0
    line=
    read -r line < "$dir/deadline"
    case $line in '' | *[!0-9]*) unread=$((unread + 1)) ;; *) deadline=$line ;; esac
    IFS=' .' read -r up rest < /proc/uptime
    [ -n "$deadline" ] && [ "$up" -ge "$deadline" ] && break
    # Without a deadline it does not wait for ever.
    [ -z "$deadline" ] && [ "$unread" -ge 30 ] && break
    sleep 1
  done
  [ -e "$dir/armed" ] || [ -e "$dir/undoing" ] || exit 0
  # Who holds the lock for longer does not keep the undo from running.
  if (: >> "$dir/../lock") 2>/dev/null; then
    exec 9>> "$dir/../lock"
    flock -w 10 9 2>/dev/null
  fi
  is_over && exit 0
fi

mv "$dir/armed" "$dir/undoing" 2>/dev/null || [ -e "$dir/undoing" ] || exit 0
tries=0
until sh "$dir/load.sh" "$dir" undo 2>/dev/null 9>&-; do
  tries=$((tries + 1))
  [ "$now" = now ] && [ "$tries" = 3 ] && exit 1
  [ "$tries" = 3 ] && tell said-failing
  sleep 1
done
mv "$dir/undoing" "$dir/undone"
tell said-undone
exit 0
`
