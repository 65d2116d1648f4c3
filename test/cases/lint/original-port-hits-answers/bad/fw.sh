#!/bin/sh
iptables -I DOCKER-USER -i eth0 -p tcp -m conntrack --ctorigdstport 443 -j DROP
