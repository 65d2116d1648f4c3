for p in 80 443; do iptables -A INPUT -p tcp --dport $p -j ACCEPT; done
for chain in INPUT FORWARD
do
  for i in eth0 'eth1'; do
    iptables -A $chain -i "$i" -j DROP
  done
done
PORTS="22 53"
for p in $PORTS; do
  if true; then
    iptables -A INPUT -p udp --dport "$p" -j ACCEPT
  fi
done
for ipt in iptables ip6tables; do $ipt -P INPUT DROP; done
