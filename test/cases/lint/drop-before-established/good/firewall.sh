#!/bin/sh
iptables -F DOCKER-USER
iptables -A DOCKER-USER -i eth0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
iptables -A DOCKER-USER -i eth0 -s 203.0.113.0/24 -j RETURN
iptables -A DOCKER-USER -i eth0 -j DROP
