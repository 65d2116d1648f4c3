#!/bin/bash
iptables -A INPUT -p tcp --dport 1 -j DROP
iptables -D INPUT -p tcp --dport 99 -j DROP || true
iptables -D INPUT -p tcp --dport 98 -j DROP 2>/dev/null || :
( exit 3 ) || iptables -A INPUT -p tcp --dport 2 -j DROP
if false; then iptables -A INPUT -p tcp --dport 3 -j DROP; fi
f() { return 1; iptables -A INPUT -p tcp --dport 4 -j DROP; }
f || iptables -A INPUT -p tcp --dport 5 -j DROP
iptables -X NOSUCHCHAIN
iptables -A INPUT -p tcp --dport 6 -j DROP
