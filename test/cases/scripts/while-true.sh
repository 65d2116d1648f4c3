#!/bin/bash
iptables -N RATE
i=0
while true; do
  i=$((i+1))
  [ $i -gt 3 ] && break
  iptables -A RATE -p tcp --dport 200$i -j DROP
done
iptables -A INPUT -j RATE
ip=10.0.0; for last in 1 2; do iptables -A RATE -s $ip.$last -j DROP; done
