#!/bin/bash
cd "$(dirname "$0")" || exit 1
[ -f ./config.sh ] && . ./config.sh
source /etc/default/firewall 2>/dev/null
ip6tables -P INPUT DROP 2>/dev/null
iptables -A INPUT -p tcp --dport 22 -j ACCEPT
unset IPT
IPT=iptables; $IPT -A INPUT -p tcp --dport 23 -j ACCEPT
alias ipt=iptables
"$IPT" -A INPUT -m state --state NEW -p tcp --syn --dport 24 -j ACCEPT &
wait
