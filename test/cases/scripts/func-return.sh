#!/bin/bash
open_port() {
  local proto=$1 port=$2 from=${3:-0.0.0.0/0}
  if [ $# -lt 2 ]; then return 1; fi
  iptables -A INPUT -p $proto -s $from --dport $port -j ACCEPT
}
function close { iptables -A INPUT -p tcp --dport $1 -j DROP; shift; [ $# -gt 0 ] && close "$@"; }
open_port tcp 22 10.0.0.0/8
open_port udp 53
open_port tcp
close 1 2 3
main() { open_port tcp 99; }
main "$@"
