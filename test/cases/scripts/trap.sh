#!/bin/bash
set -e
cleanup() { iptables -F MYCHAIN; }
trap cleanup EXIT
iptables -N MYCHAIN
iptables -A INPUT -j MYCHAIN
iptables -A MYCHAIN -p tcp --dport 22 -j ACCEPT
