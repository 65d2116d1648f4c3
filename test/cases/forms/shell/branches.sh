MODE=strict
COUNT=3
case "$MODE" in
  loose) iptables -A INPUT -j ACCEPT ;;
  strict|hard)
    iptables -A INPUT -j DROP
    ;;
  *) iptables -A INPUT -j LOG ;;
esac
if [ "$MODE" = loose ]; then
  iptables -A OUTPUT -j ACCEPT
elif [ $COUNT -ge 3 ]; then
  iptables -A OUTPUT -j DROP
else
  iptables -A OUTPUT -j LOG
fi
[ "$MODE" != loose ] && iptables -A FORWARD -j DROP
[ "$MODE" = loose ] && iptables -A FORWARD -j ACCEPT
[ "$MODE" = loose ] || iptables -A FORWARD -j LOG
! false && iptables -A X
while read -r ip port; do
  iptables -A INPUT -s "$ip" -p tcp --dport "$port" -j ACCEPT
done <<EOF
192.0.2.1 22
192.0.2.2 80
EOF
for i in 1 2 3 4; do
  [ $i = 2 ] && continue
  [ $i = 4 ] && break
  iptables -A N$i
done
( MODE=other; iptables -A "$MODE" )
iptables -A "$MODE"
IF=${WAN_IF:-eth0}
iptables -A INPUT -i "$IF"
sh -c 'iptables -A INNER'
if ! iptables -C INPUT -j NOPE; then iptables -A INPUT -j NOPE; fi
iptables -A LAST
exit 0
iptables -A NEVER
