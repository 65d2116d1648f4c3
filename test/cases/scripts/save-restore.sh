#!/bin/bash
iptables -F
iptables -X
iptables -t nat -F
iptables -P INPUT ACCEPT
iptables -A INPUT -p tcp --dport 22 -j ACCEPT
iptables-restore -n <<'R'
*filter
:FW - [0:0]
-A FW -s 10.0.0.1 -j DROP
-I INPUT 1 -j FW
COMMIT
R
