#!/bin/bash
if [ "$1" = "stop" ]; then
  iptables -F INPUT
  exit 0
elif [ "$1" == "start" ] || [ -z "$1" ]; then
  iptables -A INPUT -p tcp --dport 22 -j ACCEPT
else
  echo usage; exit 2
fi
iptables -A INPUT -j DROP
