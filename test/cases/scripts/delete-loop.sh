#!/bin/bash
iptables -A INPUT -p tcp --dport 22 -j ACCEPT
iptables -A INPUT -p tcp --dport 22 -j ACCEPT
while iptables -D INPUT -p tcp --dport 22 -j ACCEPT 2>/dev/null; do :; done
iptables -A INPUT -p tcp --dport 23 -j DROP
until iptables -C INPUT -p tcp --dport 24 -j DROP 2>/dev/null; do iptables -A INPUT -p tcp --dport 24 -j DROP; done
