echo -n PREROUTING INPUT OUTPUT | xargs -d " " -n 1 -I {} sudo iptables -w -t nat -P {} ACCEPT
echo 80 443 | xargs -n 1 iptables -A INPUT -p tcp --dport
echo INPUT FORWARD | xargs -n1 iptables -F
printf '%s\n' eth0 eth1 | xargs -I% iptables -A INPUT -i % -j ACCEPT
echo -A INPUT -j DROP | xargs iptables
