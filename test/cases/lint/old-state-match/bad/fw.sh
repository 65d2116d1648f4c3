#!/bin/sh
iptables -A INPUT -m state --state NEW -p tcp --dport 22 -j ACCEPT
