#!/bin/bash
# Firewall for a Docker host
IPT="/sbin/iptables"
WAN_IF="${1:-eth0}"
ADMIN=(192.0.2.10 192.0.2.11)
if [ "$(id -u)" -ne 0 ]; then
  echo "root only" >&2
  exit 1
fi
reset() {
  $IPT -F INPUT
  $IPT -F DOCKER-USER
  $IPT -N ALLOWED 2>/dev/null || $IPT -F ALLOWED
}
allow_admin() {
  local ip
  for ip in "${ADMIN[@]}"; do
    $IPT -A ALLOWED -s "$ip" -p tcp -m multiport --dports "$1" -j ACCEPT
  done
}
reset
allow_admin 22,443
$IPT -A ALLOWED -j RETURN
$IPT -P INPUT DROP
$IPT -A INPUT -i lo -j ACCEPT
$IPT -A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
$IPT -A INPUT -i "$WAN_IF" -j ALLOWED
$IPT -C FORWARD -i "$WAN_IF" -j ALLOWED 2>/dev/null || $IPT -I FORWARD -i "$WAN_IF" -j ALLOWED
$IPT -C FORWARD -j DOCKER-USER || $IPT -I FORWARD -j DOCKER-USER
while read -r proto port; do
  $IPT -A DOCKER-USER -i "$WAN_IF" -p "$proto" -m conntrack --ctorigdstport "$port" -j DROP
done <<EOF
tcp 3306
udp 53
EOF
$IPT -A DOCKER-USER -j RETURN
iptables-restore -n <<EOF
*nat
-A POSTROUTING -s 10.9.0.0/24 -o eth0 -j MASQUERADE
COMMIT
EOF
$IPT -A NOSUCH -j DROP
$IPT -X DOCKER
exit 0
