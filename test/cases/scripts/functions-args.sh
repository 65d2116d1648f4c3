#!/bin/bash
PATH=/usr/sbin:/sbin:/usr/bin:/bin
log() { printf '[fw] %s\n' "$*" >&2; }
die() { log "$@"; exit 1; }
[ "$(id -u)" -eq 0 ] || die "root only"
command -v iptables >/dev/null 2>&1 || die "no iptables"
ensure_chain() {
  local table="$1"; local chain="$2"
  iptables -t "$table" -N "$chain" 2>/dev/null || iptables -t "$table" -F "$chain"
}
ensure_jump() {
  local table=$1 from=$2 to=$3
  iptables -t "$table" -C "$from" -j "$to" 2>/dev/null || iptables -t "$table" -I "$from" 1 -j "$to"
}
ensure_chain filter GUARD
ensure_jump filter INPUT GUARD
ensure_jump filter INPUT GUARD
for net in ${NETS:-10.0.0.0/8 172.16.0.0/12}; do log "allow $net"; iptables -A GUARD -s "$net" -j RETURN; done
iptables -A GUARD -j DROP
