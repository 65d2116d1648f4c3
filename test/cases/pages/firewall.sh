#!/bin/sh
OUTSIDE=eth0
for port in 80 443; do
  iptables -A INPUT -i $OUTSIDE -p tcp --dport $port -j ACCEPT
done
echo -n INPUT FORWARD | xargs -d " " -n 1 -I {} sudo iptables -w -P {} DROP
iptables -I DOCKER-USER -i "$OUTSIDE" ! -s "$OFFICE" -j DROP
service iptables save
