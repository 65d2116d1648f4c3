#!/bin/sh
# seawall: allow lint/restore-flushes-docker the host is empty at this point
iptables -A DOCKER-USER -i eth0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
iptables -A DOCKER-USER -i eth0 -j DROP
