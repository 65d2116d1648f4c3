# Quotes, escapes and comments as a shell reads them.
HOME_NET=10.0.0.0/8
iptables -A INPUT -m comment --comment 'two words' -j ACCEPT
iptables -A INPUT -m comment --comment "it's $HOME_NET" -j DROP   # why
iptables -A INPUT -m comment --comment it\'s\ one\ word -j DROP
iptables -A INPUT -j LOG --log-prefix "[DROP] \"x\" \\ \$y \a"
iptables -A INPUT -j LOG --log-prefix ''"" ; iptables -A INPUT -j LOG --log-prefix a'b'"c"\d
iptables -A FORWARD \
  -i eth0 \
  -o docker0 -j ACCEPT && iptables -A FORWARD -j DROP ; iptables -F
iptables -A INPUT -m comment --comment "over
two lines" -j ACCEPT
iptables -A INPUT -p tcp --dport 22#33 -j ACCEPT
