/** The sets of every test host, as `ipset save` prints them, with the same names as the rules ask for. */
export const setsText = `create ips hash:ip family inet
add ips 203.0.113.10
add ips 172.17.0.2
add ips 203.0.113.1
create ips6 hash:ip family inet6
add ips6 2001:db8:1::10
add ips6 2001:db8:2::2
create nets hash:net family inet
add nets 172.17.0.0/16
add nets 172.17.0.3 nomatch
add nets 203.0.0.0/16
add nets 203.0.113.0/29 nomatch
add nets 203.0.113.1
create nets6 hash:net family inet6
add nets6 2001:db8::/32
add nets6 2001:db8:2::/64 nomatch
add nets6 2001:db8:2::2
create services hash:ip,port family inet
add services 172.17.0.2,tcp:80
add services 172.17.0.3,udp:53
add services 203.0.113.1,tcp:8080
add services 203.0.113.10,icmp:8/0
add services 172.17.0.2,47:0
create services6 hash:ip,port family inet6
add services6 2001:db8:2::2,tcp:80
add services6 2001:db8:1::1,udp:53
create netports hash:net,port family inet
add netports 172.17.0.0/16,tcp:80
add netports 172.17.0.2,tcp:80 nomatch
add netports 203.0.113.0/24,udp:53
create netports6 hash:net,port family inet6
add netports6 2001:db8:2::/64,tcp:80
add netports6 2001:db8::/32,udp:53
create pairs hash:ip,port,ip family inet
add pairs 203.0.113.10,tcp:80,172.17.0.2
add pairs 203.0.113.10,udp:53,203.0.113.1
create pairs6 hash:ip,port,ip family inet6
add pairs6 2001:db8:1::10,tcp:80,2001:db8:2::2
create netpairs hash:ip,port,net family inet
add netpairs 203.0.113.10,tcp:80,172.17.0.0/16
add netpairs 203.0.113.10,tcp:80,172.17.0.2 nomatch
add netpairs 172.17.0.2,udp:53,203.0.0.0/16
create netpairs6 hash:ip,port,net family inet6
add netpairs6 2001:db8:1::10,tcp:80,2001:db8:2::/64
create devices hash:net,iface family inet
add devices 203.0.113.0/24,eth0
add devices 172.17.0.0/16,physdev:vc1
add devices 172.17.0.0/16,docker0
create devices6 hash:net,iface family inet6
add devices6 2001:db8:1::/64,eth0
create ports bitmap:port range 0-65535
add ports 80
add ports 53
add ports 40000
create lists list:set size 8
add lists ips
add lists services
create lists6 list:set size 8
add lists6 ips6
add lists6 services6
create bits bitmap:ip range 203.0.113.0-203.0.113.255
add bits 203.0.113.10
add bits 203.0.113.2
create bits6 hash:ip family inet6 netmask 64
add bits6 2001:db8:1::
create scratch hash:ip family inet
create scratch6 hash:ip family inet6
`
