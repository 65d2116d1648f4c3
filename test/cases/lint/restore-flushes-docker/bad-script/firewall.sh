#!/bin/sh
iptables -F
iptables -t nat -F
iptables -X
iptables -A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
iptables -A INPUT -p tcp --dport 22 -j ACCEPT
iptables -A FORWARD -i docker0 -j ACCEPT
