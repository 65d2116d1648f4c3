#!/bin/sh
IPT="sudo iptables -w"
WAN=eth0
LAN_NET=10.0.0.0/24
DST="$LAN_NET"
export SSH=22
$IPT -A INPUT -i $WAN -p tcp --dport $SSH -j ACCEPT
$IPT -A INPUT -i "${WAN}" -s ${LAN_NET} -d "$DST" -j ACCEPT
$IPT -A INPUT -m comment --comment "on $WAN: ${SSH}" -j ACCEPT
EMPTY=
$IPT -A INPUT $EMPTY -j DROP
IPT6=ip6tables; $IPT6 -A INPUT -p ipv6-icmp -j ACCEPT
