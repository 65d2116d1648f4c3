#!/bin/sh
# seawall: allow lint/restore-flushes-docker the script runs before Docker is started
iptables -F
iptables -A DOCKER-USER -i eth0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
iptables -A DOCKER-USER -i eth0 -j DROP
