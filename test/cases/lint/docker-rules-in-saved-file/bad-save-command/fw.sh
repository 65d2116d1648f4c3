#!/bin/sh
iptables -I DOCKER-USER -i eth0 -s 192.0.2.7 -m conntrack --ctstate NEW -j DROP
netfilter-persistent save
