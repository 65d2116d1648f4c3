#!/bin/sh
iptables -I DOCKER-USER -p tcp --dport 10000 -j DROP
