#!/usr/bin/env bash
set -euo pipefail
ALLOWED=(10.0.0.1 "10.0.0.2" 10.0.0.0/24)
declare -A PORTS=([web]=80 [tls]=443)
for ip in "${ALLOWED[@]}"; do
  iptables -I DOCKER-USER 1 -s "$ip" -j RETURN
done
PORT_LIST=$(IFS=,; echo "80,443")
iptables -A INPUT -p tcp -m multiport --dports $PORT_LIST -j ACCEPT
iptables -A INPUT -p tcp --dport "${PORTS[web]}" -j ACCEPT
for i in "${!ALLOWED[@]}"; do iptables -A OUTPUT -d ${ALLOWED[$i]} -j ACCEPT; done
