#!/bin/bash
IFACE=eth0
PORTS="80,443"
cat <<RULES | iptables-restore --noflush
*filter
-A INPUT -i $IFACE -p tcp -m multiport --dports ${PORTS} -j ACCEPT
-A DOCKER-USER -i ${IFACE} -j DROP
COMMIT
*nat
-A POSTROUTING -o ${IFACE:-eth1} -j MASQUERADE
COMMIT
RULES
(
cat <<'X'
*mangle
:PREROUTING ACCEPT [0:0]
-A PREROUTING -p tcp -j MARK --set-mark 1
COMMIT
X
) | iptables-restore -n
