#!/bin/bash
IF=$(ip route | awk '/default/ {print $5}')
iptables -A INPUT -p tcp --dport 22 -j ACCEPT
iptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE
{ iptables -A INPUT -p tcp --dport 30 -j DROP; }
( iptables -A INPUT -p tcp --dport 31 -j DROP )
true && iptables -A INPUT -p tcp --dport 32 -j DROP
false || iptables -A INPUT -p tcp --dport 33 -j DROP
false && iptables -A INPUT -p tcp --dport 34 -j DROP
[ 1 = 1 ] && iptables -A INPUT -p tcp --dport 35 -j DROP
[[ "a" == "b" ]] && iptables -A INPUT -p tcp --dport 36 -j DROP
test -n "" || iptables -A INPUT -p tcp --dport 37 -j DROP
