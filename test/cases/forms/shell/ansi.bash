iptables -A INPUT -m comment --comment $'tab\there \x41\101 it\'s' -j ACCEPT
iptables -A INPUT -m comment --comment $"plain" -j ACCEPT
