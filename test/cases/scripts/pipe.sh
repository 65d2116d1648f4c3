#!/bin/bash
echo "10.0.0.1
10.0.0.2" | while read ip; do iptables -A INPUT -s $ip -j DROP; done
printf '%s\n' 10.0.0.3 10.0.0.4 | xargs -I{} iptables -A INPUT -s {} -j DROP
cat <<LIST | while read -r a b; do iptables -A OUTPUT -d $a -p tcp --dport $b -j DROP; done
10.1.0.1 80
10.1.0.2 81
LIST
for x in 10.2.0.1,80 10.2.0.2,81; do
  IFS=, read ip port <<< "$x"
  iptables -A FORWARD -s $ip -p tcp --dport $port -j DROP
done
for pair in 80:8080 443:8443; do
  iptables -t nat -A PREROUTING -p tcp --dport ${pair%%:*} -j REDIRECT --to-ports ${pair##*:}
done
