#!/bin/bash
WAN=${1:-eth0}
: "${PORT:=2222}"
SSH_FROM=${SSH_FROM-198.51.100.0/24}
IPT="${IPT:-iptables}"
$IPT -A INPUT -i "$WAN" -s "$SSH_FROM" -p tcp --dport "${PORT}" -j ACCEPT
$IPT -A INPUT -i ${WAN%0}1 -j DROP
${IPT} -A INPUT -p tcp --dport $((PORT+1)) -j DROP
