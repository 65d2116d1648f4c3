#!/bin/bash
NAMES="web db cache"
if [[ $NAMES == *db* ]]; then iptables -A INPUT -p tcp --dport 5432 -j DROP; fi
if [[ $NAMES =~ ^web ]]; then iptables -A INPUT -p tcp --dport 80 -j DROP; fi
if [[ -n $NAMES && ! -z $NAMES ]]; then iptables -A INPUT -p tcp --dport 81 -j DROP; fi
if [[ "$NAMES" == "x" || "$NAMES" == web* ]]; then iptables -A INPUT -p tcp --dport 82 -j DROP; fi
if (( 3 > 2 )); then iptables -A INPUT -p tcp --dport 83 -j DROP; fi
n=0; while (( n < 2 )); do iptables -A INPUT -p tcp --dport $((90+n)) -j DROP; (( n++ )); done
ips=(10.0.0.1 10.0.0.2); for ((k=0; k<${#ips[@]}; k++)); do iptables -A INPUT -s "${ips[k]}" -j DROP; done
ips+=(10.0.0.3); iptables -A INPUT -s ${ips[2]} -j DROP
declare -a ALL=("22/tcp" "53/udp"); for e in "${ALL[@]}"; do iptables -A INPUT -p "${e#*/}" --dport "${e%/*}" -j ACCEPT; done
IFS=',' read -ra P <<< "8,9"; for p in "${P[@]}"; do iptables -A INPUT -p udp --dport "$p" -j DROP; done
