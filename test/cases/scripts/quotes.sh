#!/bin/bash
ARGS="-p tcp --dport 80"
RULE=(-s 10.0.0.0/8 -j ACCEPT)
iptables -A INPUT $ARGS -m comment --comment "web: it's ok" -j ACCEPT
iptables -A INPUT "${RULE[@]}"
eval "iptables -A INPUT $ARGS -j LOG --log-prefix 'IN: '"
iptables \
  -A INPUT \
  -p tcp \
  --dport 443 \
  -j ACCEPT   # tls
iptables -A INPUT -p tcp --dport 25 -j DROP; iptables -A INPUT -p tcp --dport 26 -j DROP && iptables -A INPUT -p tcp --dport 27 -j DROP
