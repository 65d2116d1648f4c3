#!/bin/bash
printf '%s\n' '*filter' '-A INPUT -p tcp --dport 7 -j DROP' 'COMMIT' | iptables-restore -n
echo "*filter
-A INPUT -p tcp --dport 9 -j DROP
COMMIT" | iptables-restore --noflush
iptables-restore -n <<< "*filter
-A INPUT -p tcp --dport 13 -j DROP
COMMIT"
