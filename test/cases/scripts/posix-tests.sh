#!/bin/sh
ENABLE_SSH=yes
ENABLE_WEB=0
MODE="strict"
if [ "$ENABLE_SSH" = "yes" ]; then iptables -A INPUT -p tcp --dport 22 -j ACCEPT; fi
if [ "$ENABLE_WEB" -eq 1 ]; then iptables -A INPUT -p tcp --dport 80 -j ACCEPT; else iptables -A INPUT -p tcp --dport 80 -j DROP; fi
case $MODE in strict|hard) iptables -P FORWARD DROP;; *) iptables -P FORWARD ACCEPT;; esac
[ "$MODE" = strict -a "$ENABLE_SSH" = yes ] && iptables -A INPUT -p tcp --dport 23 -j DROP
if [ "${DEBUG:-0}" != "0" ]; then iptables -A INPUT -j LOG; fi
if [ -z "$DEBUG" ] && [ $ENABLE_WEB -lt 1 ]; then iptables -A INPUT -p tcp --dport 24 -j DROP; fi
for p in 1 2 3 4; do [ $p = 3 ] && continue; [ $p -gt 3 ] && break; iptables -A INPUT -p tcp --dport 10$p -j DROP; done
