#!/bin/sh
iptables -N INPUTS
iptables -A INPUTS -s 192.0.2.7 -j DROP
iptables -A INPUT -j INPUTS
