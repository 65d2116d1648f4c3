#!/bin/bash
readonly CHAIN=DOCKER-USER
export EXT_IF="eth0"
DRY=0
run() { if [ "$DRY" = 1 ]; then echo "$@"; else "$@"; fi; }
run iptables -F $CHAIN
run iptables -A $CHAIN -i "$EXT_IF" -m conntrack --ctstate RELATED,ESTABLISHED -j RETURN
run iptables -A "$CHAIN" -i $EXT_IF -j DROP
for cmd in iptables ip6tables; do $cmd -A INPUT -p tcp --dport 22 -j ACCEPT; done
for t in filter nat; do iptables -t $t -N X_$t; done
ADD="iptables -A INPUT"
$ADD -p tcp --dport 55 -j DROP
unset ADD
