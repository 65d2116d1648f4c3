iptables -A INPUT -j ACCEPT >/dev/null 2>&1
iptables -C INPUT -j ACCEPT 2>/dev/null || iptables -A INPUT -j ACCEPT
{ iptables -N LOGDROP; iptables -A LOGDROP -j DROP; } 2> /dev/null
( iptables -F; iptables -X )
open() {
  iptables -A INPUT -p tcp --dport 8080 -j ACCEPT
}
open
