#!/bin/sh
# chkconfig: 2345 08 92
# description: firewall
. /etc/rc.d/init.d/functions 2>/dev/null
IPTABLES="/sbin/iptables"
RETVAL=0
start() {
	echo -n "Starting firewall: "
	$IPTABLES -F
	$IPTABLES -P INPUT DROP
	while read port proto; do
		[ -n "$port" ] || continue
		$IPTABLES -A INPUT -p ${proto:-tcp} --dport $port -j ACCEPT
	done <<-PORTS
		22
		53 udp
		443 tcp
	PORTS
	RETVAL=$?
	return $RETVAL
}
stop() {
	$IPTABLES -F; $IPTABLES -P INPUT ACCEPT
}
restart() { stop; start; }
case "$1" in
start|stop|restart) "$1" ;;
reload) restart ;;
*) echo $"Usage: $0 {start|stop|restart}"; RETVAL=2 ;;
esac
exit $RETVAL
