#!/bin/sh
iptables -A Input -s 192.0.2.7 -j DROP
