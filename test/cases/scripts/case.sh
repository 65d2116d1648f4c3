#!/bin/sh
### BEGIN INIT INFO
# Provides: fw
### END INIT INFO
IPT=/sbin/iptables
start() {
  $IPT -F INPUT
  $IPT -P INPUT DROP
  allow 22 80
}
allow() { for p; do $IPT -A INPUT -p tcp --dport $p -j ACCEPT; done; }
stop() { $IPT -F INPUT; $IPT -P INPUT ACCEPT; }
case "$1" in
  start|restart|force-reload)
    start
    ;;
  stop) stop ;;
  status) $IPT -nvL; exit 0 ;;
  *) echo "usage" ; exit 1 ;;
esac
exit 0
