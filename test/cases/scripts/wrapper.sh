#!/bin/bash
iptables() { command iptables -w 5 "$@"; }
ipt() { /usr/sbin/iptables -w "$@" || exit 1; }
both() { iptables "$@"; ip6tables "$@"; }
iptables -P INPUT DROP
ipt -A INPUT -i lo -j ACCEPT
both -A INPUT -p tcp --dport 22 -j ACCEPT
