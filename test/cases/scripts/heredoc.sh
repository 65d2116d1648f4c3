#!/bin/sh
LAN=192.168.1.0/24
iptables-restore <<EOT
*filter
:INPUT DROP [0:0]
:FORWARD DROP [0:0]
:OUTPUT ACCEPT [0:0]
-A INPUT -i lo -j ACCEPT
-A INPUT -s $LAN -p tcp --dport 22 -j ACCEPT
COMMIT
EOT
iptables -A INPUT -p icmp -j ACCEPT
