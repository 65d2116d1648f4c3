#!/bin/bash
iptables -A INPUT -s 10.0.0.1 -j DROP
iptables -A INPUT -s 10.0.0.2 -j DROP
iptables -R INPUT 1 -s 10.0.0.9 -j ACCEPT
iptables -D INPUT 2
iptables -I INPUT 1 -s 10.0.0.4,10.0.0.5 -j DROP
iptables -N A
iptables -E A B
iptables -A B -j RETURN
iptables -A INPUT -g B
iptables -Z
iptables -X NOSUCH
iptables -A NOSUCH -j DROP
iptables -D INPUT 99
