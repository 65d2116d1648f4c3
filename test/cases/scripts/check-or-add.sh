#!/bin/bash
add() { iptables -C "$@" 2>/dev/null || iptables -A "$@"; }
add INPUT -p tcp --dport 22 -j ACCEPT
add INPUT -p tcp --dport 22 -j ACCEPT
iptables -C DOCKER-USER -j RETURN && iptables -D DOCKER-USER -j RETURN
if ! iptables -C DOCKER-USER -s 10.0.0.1 -j DROP 2>/dev/null; then
    iptables -I DOCKER-USER -s 10.0.0.1 -j DROP
fi
if ! iptables -n -L FW >/dev/null 2>&1; then iptables -N FW; fi
iptables -N FW 2>/dev/null || iptables -F FW
iptables -A FW -j DROP
