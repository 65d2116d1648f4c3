#!/bin/sh
iptables -I DOCKER-USER -i eth0 -m conntrack --ctstate NEW -s 192.0.2.7 -j DROP
