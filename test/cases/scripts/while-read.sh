#!/bin/bash
while read -r ip port; do
  [ -z "$ip" ] && continue
  case "$ip" in \#*) continue;; esac
  iptables -A DOCKER-USER -s "$ip" -p tcp --dport "$port" -j RETURN
done <<LIST
# allowed
10.1.1.1 80

10.1.1.2 443
LIST
iptables -A DOCKER-USER -j DROP
