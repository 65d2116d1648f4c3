#!/bin/sh
iptables -N DOCKER_USER
iptables -A DOCKER_USER -i eth0 -s 192.0.2.7 -j DROP
