#!/bin/sh
iptables-restore --noflush <<RULES
*nat
:DOCKER - [0:0]
COMMIT
RULES
