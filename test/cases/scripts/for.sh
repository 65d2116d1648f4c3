#!/bin/bash
TCP_PORTS="22 80 443"
for p in $TCP_PORTS; do
  for src in 10.0.0.0/8 192.168.0.0/16; do
    iptables -A INPUT -s $src -p tcp --dport $p -j ACCEPT
  done
done
for ((i=8000; i<8003; i++)); do iptables -A INPUT -p tcp --dport $i -j DROP; done
for i in {9000..9002}; do iptables -A INPUT -p udp --dport "$i" -j DROP; done
for i in $(seq 1 3); do iptables -A OUTPUT -p tcp --dport 700$i -j DROP; done
