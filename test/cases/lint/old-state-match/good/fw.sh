#!/bin/sh
iptables -A INPUT -m conntrack --ctstate NEW -p tcp --dport 22 -j ACCEPT
