PORTS=(22 80 443)
PORTS+=(8080)
for p in "${PORTS[@]}"; do
  iptables -A INPUT -p tcp --dport "$p" -j ACCEPT
done
iptables -A INPUT --first ${PORTS[0]}
function drop {
  iptables -A "$1" -j DROP
}
drop INPUT
for n in $(seq 2 4); do iptables -A "N$n"; done
[[ "$n" == 4 ]] && iptables -A YES
while iptables -C INPUT -j NOPE; do iptables -D INPUT -j NOPE; done
until true; do iptables -A NEVER; done
