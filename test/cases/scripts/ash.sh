#!/bin/ash
. /lib/functions.sh
set -- 22 80
while [ $# -gt 0 ]; do iptables -A INPUT -p tcp --dport "$1" -j ACCEPT; shift; done
n=0
while [ $n -lt 3 ]; do n=$((n+1)); iptables -A OUTPUT -p tcp --dport 100$n -j DROP; done
i=5
until [ $i -le 3 ]; do iptables -A OUTPUT -p udp --dport 100$i -j DROP; i=`expr $i - 1`; done
