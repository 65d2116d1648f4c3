#!/bin/sh
iptables -A INPUT -s 10.1.2.3 -j DROP
iptables -A INPUT -s 10.0.0.0/8 -j ACCEPT
