// data: service names of the registry of IANA (Service Name and Transport Protocol Port Number Registry), which RHEL, Fedora, SUSE and the
// BSDs have in /etc/services almost whole, and names that RHEL adds there. Debian's short list comes first (services.ts).

/** Names of TCP and UDP alike, `NAME=PORT`. */
export const both = `
tcpmux=1 rje=5 echo=7 discard=9 systat=11 daytime=13 qotd=17 msp=18 chargen=19 ftp-data=20 ftp=21 ssh=22 telnet=23
smtp=25 nsw-fe=27 msg-icp=29 msg-auth=31 dsp=33 time=37 rap=38 rlp=39 graphics=41 nameserver=42 nicname=43 mpm-flags=44
mpm=45 mpm-snd=46 auditd=48 tacacs=49 re-mail-ck=50 xns-time=52 domain=53 xns-ch=54 isi-gl=55 xns-auth=56 xns-mail=58
acas=62 whois++=63 covia=64 tacacs-ds=65 bootps=67 bootpc=68 tftp=69 gopher=70 netrjs-1=71 netrjs-2=72 netrjs-3=73
netrjs-4=74 deos=76 vettcp=78 finger=79 www-http=80 xfer=82 mit-ml-dev=83 ctf=84 mit-ml-dev=85 mfcobol=86 kerberos=88
su-mit-tg=89 dnsix=90 mit-dov=91 npp=92 dcp=93 objcall=94 supdup=95 dixie=96 swift-rvf=97 tacnews=98 metagram=99
hostname=101 iso-tsap=102 gppitnp=103 acr-nema=104 csnet-ns=105 rtelnet=107 snagas=108 pop2=109 pop3=110 sunrpc=111
mcidas=112 auth=113 sftp=115 ansanotify=116 uucp-path=117 sqlserv=118 nntp=119 cfdptkt=120 erpc=121 smakynet=122
ntp=123 ansatrader=124 locus-map=125 nxedit=126 locus-con=127 gss-xlicen=128 pwdgen=129 cisco-fna=130 cisco-tna=131
cisco-sys=132 statsrv=133 ingres-net=134 epmap=135 profile=136 netbios-ns=137 netbios-dgm=138 netbios-ssn=139
emfis-data=140 emfis-cntl=141 bl-idm=142 uma=144 uaac=145 iso-tp0=146 iso-ip=147 jargon=148 aed-512=149 sql-net=150
hems=151 bftp=152 sgmp=153 netsc-prod=154 netsc-dev=155 sqlsrv=156 knet-cmp=157 pcmail-srv=158 nss-routing=159
sgmp-traps=160 snmp=161 snmptrap=162 cmip-man=163 cmip-agent=164 xns-courier=165 s-net=166 namp=167 rsvd=168 send=169
print-srv=170 multiplex=171 cl/1=172 xyplex-mux=173 mailq=174 vmnet=175 genrad-mux=176 xdmcp=177 nextstep=178 bgp=179
ris=180 unify=181 audit=182 ocbinder=183 ocserver=184 remote-kis=185 kis=186 aci=187 mumps=188 qft=189 gacp=190
prospero=191 osu-nms=192 srmp=193 irc=194 dn6-nlm-aud=195 dn6-smm-red=196 dls=197 dls-mon=198 smux=199 src=200
at-rtmp=201 at-nbp=202 at-3=203 at-echo=204 at-5=205 at-zis=206 at-7=207 at-8=208 qmtp=209 z39.50=210 anet=212 ipx=213
vmpwscs=214 softpc=215 CAIlic=216 dbase=217 mpp=218 uarps=219 imap3=220 fln-spx=221 rsh-spx=222 cdc=223 masqdialer=224
direct=242 sur-meas=243 inbusiness=244 link=245 dsp3270=246 subntbcst_tftp=247 bhfhs=248 rap=256 set=257 esro-gen=259
openport=260 nsiiops=261 arcisdms=262 hdap=263 bgmp=264 x-bone-ctl=265 sst=266 td-service=267 td-replica=268 manet=269
http-mgmt=280 personal-link=281 cableport-ax=282 rescap=283 corerjd=284 fxp=286 k-block=287 novastorbakcup=308
entrusttime=309 bhmds=310 asip-webadmin=311 vslmp=312 magenta-logic=313 opalis-robot=314 dpsi=315 decauth=316
zannet=317 pkix-timestamp=318 ptp-event=319 ptp-general=320 pip=321 rtsps=322 texar=333 pdap=344 pawserv=345 zserv=346
fatserv=347 csi-sgwp=348 mftp=349 matip-type-a=350 bhoetty=351 bhoedap4=352 ndsauth=353 bh611=354 datex-asn=355
cloanto-net-1=356 bhevent=357 shrinkwrap=358 scoi2odialog=360 semantix=361 srssend=362 rsvp_tunnel=363 aurora-cmgr=364
dtk=365 odmr=366 mortgageware=367 qbikgdp=368 rpc2portmap=369 codaauth2=370 clearcase=371 ulistproc=372 legent-1=373
legent-2=374 hassle=375 nip=376 tnETOS=377 dsETOS=378 is99c=379 is99s=380 hp-collector=381 hp-managed-node=382
hp-alarm-mgr=383 arns=384 ibm-app=385 asa=386 aurp=387 unidata-ldm=388 ldap=389 uis=390 synotics-relay=391
synotics-broker=392 meta5=393 embl-ndt=394 netcp=395 netware-ip=396 mptn=397 kryptolan=398 iso-tsap-c2=399 osb-sd=400
ups=401 genie=402 decap=403 nced=404 ncld=405 imsp=406 timbuktu=407 prm-sm=408 prm-nm=409 decladebug=410 rmt=411
synoptics-trap=412 smsp=413 infoseek=414 bnet=415 silverplatter=416 onmux=417 hyper-g=418 ariel1=419 smpte=420
ariel2=421 ariel3=422 opc-job-start=423 opc-job-track=424 icad-el=425 smartsdp=426 svrloc=427 ocs_cmu=428 ocs_amu=429
utmpsd=430 utmpcd=431 iasd=432 nnsp=433 mobileip-agent=434 mobilip-mn=435 dna-cml=436 comscm=437 dsfgw=438 dasp=439
sgcp=440 decvms-sysmgt=441 cvc_hostd=442 https=443 snpp=444 microsoft-ds=445 ddm-rdb=446 ddm-dfm=447 ddm-ssl=448
as-servermap=449 tserver=450 sfs-smp-net=451 sfs-config=452 creativeserver=453 contentserver=454 creativepartnr=455
scohelp=457 appleqtc=458 ampr-rcmd=459 skronk=460 datasurfsrv=461 datasurfsrvsec=462 alpes=463 kpasswd=464
digital-vrc=466 mylex-mapd=467 photuris=468 rcp=469 scx-proxy=470 mondex=471 ljk-login=472 hybrid-pop=473
tcpnethaspsrv=475 tn-tl-fd1=476 ss7ns=477 spsc=478 iafserver=479 iafdbase=480 ph=481 bgs-nsi=482 ulpnet=483
integra-sme=484 powerburst=485 avian=486 saft=487 gss-http=488 nest-protocol=489 micom-pfs=490 go-login=491 ticf-1=492
ticf-2=493 pov-ray=494 intecourier=495 pim-rp-disc=496 retrospect=497 siam=498 iso-ill=499 isakmp=500 stmf=501 mbap=502
intrinsa=503 citadel=504 mailbox-lm=505 ohimsrv=506 crs=507 xvttp=508 snare=509 fcp=510 passgo=511 printer=515
videotex=516 talk=517 ntalk=518 utime=519 ripng=521 ulp=522 ibm-db2=523 ncp=524 timed=525 tempo=526 stx=527 custix=528
irc-serv=529 courier=530 conference=531 netnews=532 netwall=533 windream=534 iiop=535 opalis-rdv=536 nmsp=537
gdomap=538 apertus-ldp=539 uucp=540 uucp-rlogin=541 commerce=542 klogin=543 kshell=544 appleqtcsrvr=545
dhcpv6-client=546 dhcpv6-server=547 afpovertcp=548 idfp=549 new-rwho=550 cybercash=551 devshr-nts=552 pirp=553 rtsp=554
dsf=555 remotefs=556 openvms-sysipc=557 sdnskmp=558 teedtap=559 rmonitor=560 monitor=561 chshell=562 nntps=563
whoami=565 streettalk=566 banyan-rpc=567 ms-shuttle=568 ms-rome=569 meter=570 meter=571 sonar=572 banyan-vip=573
ftp-agent=574 vemmi=575 ipcd=576 vnas=577 ipdd=578 decbsrv=579 sntp-heartbeat=580 bdp=581 scc-security=582
philips-vc=583 keyserver=584 password-chg=586 submission=587 cal=588 eyelink=589 tns-cml=590 http-alt=591
eudora-set=592 http-rpc-epmap=593 tpip=594 cab-protocol=595 smsd=596 ptcnameservice=597 sco-websrvrmg3=598 acp=599
ipcserver=600 syslog-conn=601 xmlrpc-beep=602 idxp=603 tunnel=604 soap-beep=605 urm=606 nqs=607 sift-uft=608
npmp-trap=609 npmp-local=610 npmp-gui=611 hmmp-ind=612 hmmp-op=613 sshell=614 sco-inetmgr=615 sco-sysmgr=616
sco-dtmgr=617 dei-icda=618 compaq-evm=619 sco-websrvrmgr=620 escp-ip=621 collaborator=622 cryptoadmin=624 dec_dlm=625
asia=626 passgo-tivoli=627 qmqp=628 rda=630 bmpp=632 servstat=633 ginad=634 rlzdbase=635 ldaps=636 lanserver=637
mcns-sec=638 msdp=639 entrust-sps=640 repcmd=641 esro-emsdp=642 sanity=643 dwr=644 pssc=645 ldp=646 dhcp-failover=647
rrp=648 cadview-3d=649 obex=650 ieee-mms=651 hello-port=652 repscmd=653 aodv=654 tinc=655 spmp=656 rmc=657 tenfold=658
mac-srvr-admin=660 hap=661 pftp=662 purenoise=663 sun-dr=665 doom=666 disclose=667 mecomm=668 meregister=669
vacdsm-sws=670 vacdsm-app=671 vpps-qua=672 cimplex=673 acap=674 dctp=675 vpps-via=676 vpp=677 ggf-ncp=678 mrm=679
entrust-aaas=680 entrust-aams=681 xfr=682 corba-iiop=683 corba-iiop-ssl=684 mdc-portmapper=685 hcp-wismar=686
asipregistry=687 realm-rusd=688 nmap=689 vatp=690 msexch-routing=691 hyperwave-isp=692 connendp=693 ha-cluster=694
ieee-mms-ssl=695 rushd=696 uuidgen=697 olsr=698 accessnetwork=699 epp=700 lmp=701 iris-beep=702 elcsd=704 agentx=705
silc=706 borland-dsj=707 entrust-kmsh=709 entrust-ash=710 cisco-tdp=711 tbrpf=712 iris-xpc=713 iris-xpcs=714
iris-lwz=715 netviewdm1=729 netviewdm2=730 netviewdm3=731 netgw=741 netrcs=742 flexlm=744 fujitsu-dev=747 ris-cm=748
kerberos-adm=749 pump=751 qrh=752 rrh=753 tell=754 nlogin=758 con=759 ns=760 rxe=761 quotad=762 cycleserv=763
omserv=764 webster=765 phonebook=767 vid=769 cadlock=770 rtip=771 cycleserv2=772 wpages=776 multiling-http=777 wpgs=780
mdbs_daemon=800 device=801 mbap-s=802 fcp-udp=810 itm-mcell-s=828 pkix-3-ca-ra=829 netconf-ssh=830 dhcp-failover2=847
gdoi=848 domain-s=853 dlep=854 iscsi=860 rsync=873 iclcnet-locate=886 iclcnet_svinfo=887 omginitialrefs=900
smpnameres=901 ideafarm-door=902 ideafarm-panic=903 kink=910 xact-backup=911 apex-mesh=912 apex-edge=913 ftps-data=989
ftps=990 nas=991 telnets=992 pop3s=995 vsinet=996 maitrd=997 puprouter=999 cadlock2=1000 surf=1010 exp1=1021 exp2=1022
blackjack=1025 cap=1026 solid-mux=1029 netinfo-local=1033 activesync=1034 mxxrlogin=1035 nsstp=1036 ams=1037 mtqp=1038
sbl=1039 netarx=1040 danf-ak2=1041 afrog=1042 boinc-client=1043 dcutility=1044 fpitp=1045 wfremotertm=1046 neod1=1047
neod2=1048 td-postman=1049 cma=1050 optima-vnet=1051 ddt=1052 remote-as=1053 brvread=1054 ansyslmd=1055 vfo=1056
startron=1057 nim=1058 nimreg=1059 polestar=1060 kiosk=1061 veracity=1062 kyoceranetdev=1063 jstel=1064 syscomlan=1065
fpo-fns=1066 instl_boots=1067 instl_bootc=1068 cognex-insight=1069 gmrupdateserv=1070 bsquare-voip=1071 cardax=1072
bridgecontrol=1073 warmspotMgmt=1074 rdrmshc=1075 dab-sti-c=1076 imgames=1077 avocent-proxy=1078 asprovatalk=1079
socks=1080 pvuniwien=1081 amt-esd-prot=1082 ansoft-lm-1=1083 ansoft-lm-2=1084 webobjects=1085 cplscrambler-lg=1086
cplscrambler-in=1087 cplscrambler-al=1088 ff-annunc=1089 ff-fms=1090 ff-sm=1091 obrpd=1092 proofd=1093 rootd=1094
nicelink=1095 cnrprotocol=1096 sunclustermgr=1097 rmiactivation=1098 rmiregistry=1099 mctp=1100 pt2-discover=1101
adobeserver-1=1102 adobeserver-2=1103 xrl=1104 ftranhc=1105 isoipsigport-1=1106 isoipsigport-2=1107 ratio-adp=1108
lmsocialserver=1111 icp=1112 ltp-deepspace=1113 mini-sql=1114 ardus-trns=1115 ardus-cntl=1116 ardus-mtrns=1117
sacred=1118 bnetgame=1119 bnetfile=1120 rmpp=1121 availant-mgr=1122 murray=1123 hpvmmcontrol=1124 hpvmmagent=1125
hpvmmdata=1126 kwdb-commn=1127 saphostctrl=1128 saphostctrls=1129 casp=1130 caspssl=1131 kvm-via-ip=1132 dfn=1133
aplx=1134 omnivision=1135 hhb-gateway=1136 trim=1137 encrypted_admin=1138 evm=1139 autonoc=1140 mxomss=1141
edtools=1142 imyx=1143 fuscript=1144 x9-icue=1145 audit-transfer=1146 capioverlan=1147 elfiq-repl=1148 bvtsonar=1149
blaze=1150 unizensus=1151 winpoplanmess=1152 c1222-acse=1153 resacommunity=1154 nfa=1155 iascontrol-oms=1156
iascontrol=1157 dbcontrol-oms=1158 oracle-oms=1159 olsv=1160 health-polling=1161 health-trap=1162 sddp=1163
qsm-proxy=1164 qsm-gui=1165 qsm-remote=1166 cisco-ipsla=1167 vchat=1168 tripwire=1169 atc-lm=1170 atc-appserver=1171
dnap=1172 d-cinema-rrp=1173 fnet-remote-ui=1174 dossier=1175 indigo-server=1176 dkmessenger=1177 sgi-storman=1178
b2n=1179 mc-client=1180 llsurfup-http=1183 llsurfup-https=1184 catchpole=1185 mysql-cluster=1186 alias=1187
hp-webadmin=1188 unet=1189 commlinx-avl=1190 gpfs=1191 caids-sensor=1192 fiveacross=1193 openvpn=1194 rsf-1=1195
netmagic=1196 carrius-rshell=1197 cajo-discovery=1198 dmidi=1199 scol=1200 nucleus-sand=1201 caiccipc=1202
ssslic-mgr=1203 ssslog-mgr=1204 accord-mgc=1205 anthony-data=1206 metasage=1207 seagull-ais=1208 ipcd3=1209 eoss=1210
groove-dpp=1211 lupa=1212 mpc-lifenet=1213 kazaa=1214 scanstat-1=1215 etebac5=1216 hpss-ndapi=1217 aeroflight-ads=1218
aeroflight-ret=1219 qt-serveradmin=1220 sweetware-apps=1221 nerv=1222 tgp=1223 vpnz=1224 slinkysearch=1225 stgxfws=1226
dns2go=1227 florence=1228 zented=1229 periscope=1230 menandmice-lpm=1231 first-defense=1232 univ-appserver=1233
search-agent=1234 mosaicsyssvc1=1235 bvcontrol=1236 tsdos390=1237 hacl-qs=1238 nmsd=1239 instantia=1240 nessus=1241
nmasoverip=1242 serialgateway=1243 isbconference1=1244 isbconference2=1245 payrouter=1246 visionpyramid=1247
hermes=1248 mesavistaco=1249 swldy-sias=1250 servergraph=1251 bspne-pcc=1252 q55-pcc=1253 de-noc=1254
de-cache-query=1255 de-server=1256 shockwave2=1257 opennl=1258 opennl-voice=1259 ibm-ssd=1260 mpshrsv=1261
qnts-orb=1262 dka=1263 prat=1264 dssiapi=1265 dellpwrappks=1266 epc=1267 propel-msgsys=1268 watilapp=1269 opsmgr=1270
excw=1271 cspmlockmgr=1272 emc-gateway=1273 t1distproc=1274 ivcollector=1275 miva-mqs=1277 dellwebadmin-1=1278
dellwebadmin-2=1279 pictrography=1280 healthd=1281 emperion=1282 productinfo=1283 iee-qfx=1284 neoiface=1285
netuitive=1286 routematch=1287 navbuddy=1288 jwalkserver=1289 winjaserver=1290 seagulllms=1291 dsdn=1292
pkt-krb-ipsec=1293 cmmdriver=1294 ehtp=1295 dproxy=1296 sdproxy=1297 lpcp=1298 hp-sci=1299 h323hostcallsc=1300
sftsrv=1303 boomerang=1304 pe-mike=1305 re-conn-proto=1306 pacmand=1307 odsi=1308 jtag-server=1309 husky=1310
rxmon=1311 sti-envision=1312 bmc_patroldb=1313 pdps=1314 els=1315 exbit-escp=1316 vrts-ipcserver=1317
krb5gatekeeper=1318 amx-icsp=1319 amx-axbnet=1320 pip=1321 novation=1322 brcd=1323 delta-mcp=1324 dx-instrument=1325
wimsic=1326 ultrex=1327 ewall=1328 netdb-export=1329 streetperfect=1330 intersan=1331 pcia-rxp-b=1332
passwrd-policy=1333 writesrv=1334 digital-notary=1335 ischat=1336 menandmice-dns=1337 wmc-log-svc=1338
kjtsiteserver=1339 naap=1340 qubes=1341 esbroker=1342 re101=1343 icap=1344 vpjp=1345 alta-ana-lm=1346 bbn-mmc=1347
bbn-mmx=1348 sbook=1349 editbench=1350 equationbuilder=1351 lotusnote=1352 relief=1353 XSIP-network=1354
intuitive-edge=1355 cuillamartin=1356 pegboard=1357 connlcli=1358 ftsrv=1359 mimer=1360 linx=1361 timeflies=1362
ndm-requester=1363 ndm-server=1364 adapt-sna=1365 netware-csp=1366 dcs=1367 screencast=1368 gv-us=1369 us-gv=1370
fc-cli=1371 fc-ser=1372 chromagrafx=1373 molly=1374 bytex=1375 ibm-pps=1376 cichlid=1377 elan=1378 dbreporter=1379
telesis-licman=1380 apple-licman=1381 udt_os=1382 gwha=1383 os-licman=1384 atex_elmd=1385 checksum=1386 cadsi-lm=1387
objective-dbc=1388 iclpv-dm=1389 iclpv-sc=1390 iclpv-sas=1391 iclpv-pm=1392 iclpv-nls=1393 iclpv-nlc=1394
iclpv-wsm=1395 dvl-activemail=1396 audio-activmail=1397 video-activmail=1398 cadkey-licman=1399 cadkey-tablet=1400
goldleaf-licman=1401 prm-sm-np=1402 prm-nm-np=1403 igi-lm=1404 ibm-res=1405 netlabs-lm=1406 sophia-lm=1408 here-lm=1409
hiq=1410 af=1411 innosys=1412 innosys-acl=1413 ibm-mqseries=1414 dbstar=1415 novell-lu6.2=1416 timbuktu-srv1=1417
timbuktu-srv2=1418 timbuktu-srv3=1419 timbuktu-srv4=1420 gandalf-lm=1421 autodesk-lm=1422 essbase=1423 hybrid=1424
zion-lm=1425 sais=1426 mloadd=1427 informatik-lm=1428 nms=1429 tpdu=1430 rgtp=1431 blueberry-lm=1432 ms-sql-s=1433
ms-sql-m=1434 ibm-cics=1435 saism=1436 tabula=1437 eicon-server=1438 eicon-x25=1439 eicon-slp=1440 cadis-1=1441
cadis-2=1442 ies-lm=1443 marcam-lm=1444 proxima-lm=1445 ora-lm=1446 apri-lm=1447 oc-lm=1448 peport=1449 dwf=1450
infoman=1451 gtegsc-lm=1452 genie-lm=1453 interhdl_elmd=1454 esl-lm=1455 dca=1456 valisys-lm=1457 nrcabq-lm=1458
proshare1=1459 proshare2=1460 ibm_wrless_lan=1461 world-lm=1462 nucleus=1463 msl_lmd=1464 pipes=1465 oceansoft-lm=1466
csdmbase=1467 csdm=1468 aal-lm=1469 uaiact=1470 csdmbase=1471 csdm=1472 openmath=1473 telefinder=1474 taligent-lm=1475
clvm-cfg=1476 ms-sna-server=1477 ms-sna-base=1478 dberegister=1479 pacerforum=1480 airs=1481 miteksys-lm=1482 afs=1483
confluent=1484 lansource=1485 nms_topo_serv=1486 localinfosrvr=1487 docstor=1488 dmdocbroker=1489 insitu-conf=1490
stone-design-1=1492 netmap_lm=1493 ica=1494 cvc=1495 liberty-lm=1496 rfx-lm=1497 sybase-sqlany=1498 fhc=1499
vlsi-lm=1500 saiscm=1501 shivadiscovery=1502 imtc-mcs=1503 evb-elm=1504 funkproxy=1505 utcd=1506 symplex=1507
diagmond=1508 robcad-lm=1509 mvx-lm=1510 wins=1512 fujitsu-dtc=1513 fujitsu-dtcns=1514 ifor-protocol=1515 vpad=1516
vpac=1517 vpvd=1518 vpvc=1519 atm-zip-office=1520 ncube-lm=1521 ricardo-lm=1522 cichild-lm=1523 ingreslock=1524
prospero-np=1525 pdap-np=1526 tlisrv=1527 norp=1528 coauthor=1529 rap-service=1530 rap-listen=1531 miroconnect=1532
virtual-places=1533 micromuse-lm=1534 ampr-info=1535 ampr-inter=1536 sdsc-lm=1537 intellistor-lm=1539 rds=1540
rds2=1541 gridgen-elmd=1542 simba-cs=1543 aspeclmd=1544 vistium-share=1545 abbaccuray=1546 laplink=1547 axon-lm=1548
hecmtl-db=1551 pciarray=1552 sna-cs=1553 caci-lm=1554 livelan=1555 veritas_pbx=1556 arbortext-lm=1557 xingmpeg=1558
web2host=1559 asci-val=1560 facilityview=1561 pconnectmgr=1562 cadabra-lm=1563 pay-per-view=1564 winddlb=1565
corelvideo=1566 jlicelmd=1567 tsspmap=1568 ets=1569 orbixd=1570 rdb-dbs-disp=1571 chip-lm=1572 itscomm-ns=1573
mvel-lm=1574 oraclenames=1575 moldflow-lm=1576 hypercube-lm=1577 jacobus-lm=1578 ioc-sea-lm=1579 mil-2045-47001=1581
msims=1582 simbaexpress=1583 tn-tl-fd2=1584 intv=1585 ibm-abtact=1586 pra_elmd=1587 triquest-lm=1588 vqp=1589
gemini-lm=1590 ncpm-pm=1591 commonspace=1592 mainsoft-lm=1593 sixtrak=1594 radio=1595 orbplus-iiop=1597 picknfs=1598
simbaservices=1599 issd=1600 aas=1601 inspect=1602 picodbc=1603 icabrowser=1604 slp=1605 slm-api=1606 stt=1607
smart-lm=1608 isysg-lm=1609 taurus-wh=1610 ill=1611 netbill-trans=1612 netbill-keyrep=1613 netbill-cred=1614
netbill-auth=1615 netbill-prod=1616 nimrod-agent=1617 skytelnet=1618 xs-openstorage=1619 faxportwinport=1620
softdataphone=1621 ontime=1622 jaleosnd=1623 udp-sr-port=1624 svs-omagent=1625 shockwave=1626 t128-gateway=1627
lontalk-norm=1628 lontalk-urgnt=1629 oraclenet8cman=1630 visitview=1631 pammratc=1632 pammrpc=1633 loaprobe=1634
edb-server1=1635 isdc=1636 islc=1637 ismc=1638 cert-initiator=1639 cert-responder=1640 invision=1641 isis-am=1642
isis-ambc=1643 saiseh=1644 sightline=1645 sa-msg-port=1646 rsap=1647 concurrent-lm=1648 kermit=1649 nkd=1650
shiva_confsrvr=1651 xnmp=1652 alphatech-lm=1653 stargatealerts=1654 dec-mbadmin=1655 dec-mbadmin-h=1656
fujitsu-mmpdc=1657 sixnetudr=1658 sg-lm=1659 skip-mc-gikreq=1660 netview-aix-1=1661 netview-aix-2=1662
netview-aix-3=1663 netview-aix-4=1664 netview-aix-5=1665 netview-aix-6=1666 netview-aix-7=1667 netview-aix-8=1668
netview-aix-9=1669 netview-aix-10=1670 netview-aix-11=1671 netview-aix-12=1672 proshare-mc-1=1673 proshare-mc-2=1674
pdp=1675 groupwise=1677 prolink=1678 darcorp-lm=1679 microcom-sbp=1680 sd-elmd=1681 lanyon-lantern=1682 ncpm-hip=1683
snaresecure=1684 n2nremote=1685 cvmon=1686 nsjtp-ctrl=1687 nsjtp-data=1688 firefox=1689 ng-umds=1690 empire-empuma=1691
sstsys-lm=1692 rrirtr=1693 rrimwm=1694 rrilwm=1695 rrifmm=1696 rrisat=1697 rsvp-encap-1=1698 rsvp-encap-2=1699
mps-raft=1700 l2tp=1701 deskshare=1702 hb-engine=1703 bcs-broker=1704 slingshot=1705 jetform=1706 vdmplay=1707
gat-lmd=1708 centra=1709 impera=1710 pptconference=1711 registrar=1712 conferencetalk=1713 sesi-lm=1714 houdini-lm=1715
xmsg=1716 fj-hdnet=1717 h323gatedisc=1718 h323gatestat=1719 h323hostcall=1720 caicci=1721 hks-lm=1722 pptp=1723
csbphonemaster=1724 iden-ralp=1725 iberiagames=1726 winddx=1727 telindus=1728 citynl=1729 roketz=1730 msiccp=1731
proxim=1732 siipat=1733 cambertx-lm=1734 privatechat=1735 street-stream=1736 ultimad=1737 gamegen1=1738 webaccess=1739
encore=1740 cisco-net-mgmt=1741 cinegrfx-lm=1743 ncpm-ft=1744 remote-winsock=1745 ftrapid-1=1746 ftrapid-2=1747
oracle-em1=1748 aspen-services=1749 sslp=1750 swiftnet=1751 lofr-lm=1752 oracle-em2=1754 ms-streaming=1755
capfast-lmd=1756 cnhrp=1757 tftp-mcast=1758 spss-lm=1759 www-ldap-gw=1760 cft-0=1761 cft-1=1762 cft-2=1763 cft-3=1764
cft-4=1765 cft-5=1766 cft-6=1767 cft-7=1768 bmc-net-adm=1769 bmc-net-svc=1770 vaultbase=1771 essweb-gw=1772
kmscontrol=1773 global-dtserv=1774 femis=1776 powerguardian=1777 prodigy-intrnet=1778 pharmasoft=1779 dpkeyserv=1780
answersoft-lm=1781 hp-hcip=1782 finle-lm=1784 windlm=1785 funk-logger=1786 funk-license=1787 psmond=1788 hello=1789
nmsp=1790 ea1=1791 ibm-dt-2=1792 rsc-robot=1793 cera-bcm=1794 dpi-proxy=1795 vocaltec-admin=1796 uma=1797 etp=1798
netrisk=1799 ansys-lm=1800 msmq=1801 concomp1=1802 hp-hcip-gwy=1803 enl=1804 enl-name=1805 musiconline=1806 fhsp=1807
oracle-vp2=1808 oracle-vp1=1809 jerand-lm=1810 scientia-sdb=1811 radius=1812 radius-acct=1813 tdp-suite=1814 mmpft=1815
harp=1816 rkb-oscs=1817 etftp=1818 plato-lm=1819 mcagent=1820 donnyworld=1821 es-elmd=1822 unisys-lm=1823
metrics-pas=1824 direcpc-video=1825 ardt=1826 asi=1827 itm-mcell-u=1828 optika-emedia=1829 net8-cman=1830 myrtle=1831
tht-treasure=1832 udpradio=1833 ardusuni=1834 ardusmul=1835 ste-smsc=1836 csoft1=1837 talnet=1838 netopia-vo1=1839
netopia-vo2=1840 netopia-vo3=1841 netopia-vo4=1842 netopia-vo5=1843 direcpc-dll=1844 altalink=1845 tunstall-pnc=1846
slp-notify=1847 fjdocdist=1848 alpha-sms=1849 gsi=1850 ctcd=1851 virtual-time=1852 vids-avtp=1853 buddy-draw=1854
fiorano-rtrsvc=1855 fiorano-msgsvc=1856 datacaptor=1857 privateark=1858 gammafetchsvr=1859 sunscalar-svc=1860
lecroy-vicp=1861 mysql-cm-agent=1862 msnp=1863 paradym-31port=1864 entp=1865 swrmi=1866 udrive=1867 viziblebrowser=1868
transact=1869 sunscalar-dns=1870 canocentral0=1871 canocentral1=1872 fjmpjps=1873 fjswapsnp=1874 westell-stats=1875
ewcappsrv=1876 hp-webqosdb=1877 drmsmc=1878 nettgain-nms=1879 vsat-control=1880 ibm-mqseries2=1881 ecsqdmn=1882
mqtt=1883 idmaps=1884 vrtstrapserver=1885 leoip=1886 filex-lport=1887 ncconfig=1888 unify-adapter=1889
wilkenlistener=1890 childkey-notif=1891 childkey-ctrl=1892 elad=1893 o2server-port=1894 b-novative-ls=1896
metaagent=1897 cymtec-port=1898 mc2studios=1899 ssdp=1900 fjicl-tep-a=1901 fjicl-tep-b=1902 linkname=1903
fjicl-tep-c=1904 sugp=1905 tpmd=1906 intrastar=1907 dawn=1908 global-wlink=1909 ultrabac=1910 mtp=1911 rhp-iibp=1912
armadp=1913 elm-momentum=1914 facelink=1915 persona=1916 noagent=1917 can-nds=1918 can-dch=1919 can-ferret=1920
noadmin=1921 tapestry=1922 spice=1923 xiip=1924 discovery-port=1925 egs=1926 videte-cipc=1927 emsd-port=1928
bandwiz-system=1929 driveappserver=1930 amdsched=1931 ctt-broker=1932 xmapi=1933 xaapi=1934 macromedia-fcs=1935
jetcmeserver=1936 jwserver=1937 jwclient=1938 jvserver=1939 jvclient=1940 dic-aida=1941 res=1942 beeyond-media=1943
close-combat=1944 dialogic-elmd=1945 tekpls=1946 sentinelsrm=1947 eye2eye=1948 ismaeasdaqlive=1949 ismaeasdaqtest=1950
bcs-lmserver=1951 mpnjsc=1952 rapidbase=1953 abr-api=1954 abr-secure=1955 vrtl-vmf-ds=1956 unix-status=1957
dxadmind=1958 simp-all=1959 nasmanager=1960 bts-appserver=1961 biap-mp=1962 webmachine=1963 solid-e-engine=1964
tivoli-npm=1965 slush=1966 sns-quote=1967 lipsinc=1968 lipsinc1=1969 netop-rc=1970 netop-school=1971
intersys-cache=1972 dlsrap=1973 drp=1974 tcoflashagent=1975 tcoregagent=1976 tcoaddressbook=1977 unisql=1978
unisql-java=1979 panquest-xact=1980 p2pq=1981 estamp=1982 lhtp=1983 bb=1984 hsrp=1985 licensedaemon=1986
tr-rsrb-p1=1987 tr-rsrb-p2=1988 mshnet=1989 stun-p1=1990 stun-p2=1991 ipsendmsg=1992 snmp-tcp-port=1993 stun-port=1994
perf-port=1995 tr-rsrb-port=1996 gdp-port=1997 x25-svc-port=1998 tcp-id-port=1999 cisco-sccp=2000 globe=2002
brutus=2003 bootserver=2016 xinupageserver=2020 xinuexpansion3=2023 xinuexpansion4=2024 scrabble=2026 shadowserver=2027
submitserver=2028 hsrpv6=2029 device2=2030 mobrien-chat=2031 blackboard=2032 glogger=2033 scoremgr=2034 imsldoc=2035
e-dpnet=2036 applus=2037 objectmanager=2038 prizma=2039 lam=2040 interbase=2041 isis=2042 isis-bcast=2043 rimsl=2044
cdfunc=2045 sdfunc=2046 dls=2047 dls-monitor=2048 nfs=2049 av-emb-config=2050 epnsdp=2051 clearvisn=2052
lot105-ds-upd=2053 weblogin=2054 iop=2055 omnisky=2056 rich-cp=2057 newwavesearch=2058 bmc-messaging=2059
teleniumdaemon=2060 netmount=2061 icg-swp=2062 icg-bridge=2063 icg-iprelay=2064 dlsrpn=2065 aura=2066 dlswpn=2067
avauthsrvprtcl=2068 event-port=2069 ah-esp-encap=2070 acp-port=2071 msync=2072 gxs-data-port=2073 vrtl-vmf-sa=2074
newlixengine=2075 newlixconfig=2076 tsrmagt=2077 tpcsrvr=2078 idware-router=2079 autodesk-nlm=2080 kme-trap-port=2081
infowave=2082 radsec=2083 sunclustergeo=2084 ada-cip=2085 gnunet=2086 eli=2087 ip-blf=2088 sep=2089 lrp=2090 prp=2091
descent3=2092 nbx-cc=2093 nbx-au=2094 nbx-ser=2095 nbx-dir=2096 jetformpreview=2097 dialog-port=2098 h2250-annex-g=2099
amiganetfs=2100 rtcm-sc104=2101 zephyr-srv=2102 zephyr-clt=2103 zephyr-hm=2104 minipay=2105 mzap=2106 bintec-admin=2107
comcam=2108 ergolight=2109 umsp=2110 dsatp=2111 idonix-metanet=2112 hsl-storm=2113 ariascribe=2114 kdm=2115
ccowcmr=2116 mentaclient=2117 mentaserver=2118 gsigatekeeper=2119 qencp=2120 scientia-ssdb=2121 caupc-remote=2122
gtp-control=2123 elatelink=2124 lockstep=2125 pktcable-cops=2126 index-pc-wb=2127 net-steward=2128 cs-live=2129
xds=2130 avantageb2b=2131 solera-epmap=2132 zymed-zpp=2133 avenue=2134 gris=2135 appworxsrv=2136 connect=2137
unbind-cluster=2138 ias-auth=2139 ias-reg=2140 ias-admind=2141 tdmoip=2142 lv-jc=2143 lv-ffx=2144 lv-pici=2145
lv-not=2146 lv-auth=2147 veritas-ucl=2148 acptsys=2149 dynamic3d=2150 docent=2151 gtp-user=2152 ctlptc=2153 stdptc=2154
brdptc=2155 trp=2156 xnds=2157 touchnetplus=2158 gdbremote=2159 apc-2160=2160 apc-2161=2161 navisphere=2162
navisphere-sec=2163 ddns-v3=2164 x-bone-api=2165 iwserver=2166 raw-serial=2167 easy-soft-mux=2168 brain=2169 eyetv=2170
msfw-storage=2171 msfw-s-storage=2172 msfw-replica=2173 msfw-array=2174 airsync=2175 rapi=2176 qwave=2177 bitspeer=2178
vmrdp=2179 mc-gt-srv=2180 eforward=2181 cgn-stat=2182 cgn-config=2183 nvd=2184 onbase-dds=2185 gtaua=2186
tivoconnect=2190 tvbus=2191 asdis=2192 drwcs=2193 mnp-exchange=2197 onehome-remote=2198 onehome-help=2199 ats=2201
imtc-map=2202 b2-runtime=2203 b2-license=2204 jps=2205 hpocbus=2206 hpssd=2207 hpiod=2208 rimf-ps=2209 noaaport=2210
emwin=2211 leecoposserver=2212 kali=2213 rpi=2214 ipcore=2215 vtu-comms=2216 gotodevice=2217 bounzza=2218
netiq-ncap=2219 netiq=2220 ethernet-ip-s=2221 EtherNet/IP-1=2222 rockwell-csp2=2223 efi-mg=2224 di-drm=2226 di-msg=2227
ehome-ms=2228 datalens=2229 queueadm=2230 wimaxasncp=2231 ivs-video=2232 infocrypt=2233 directplay=2234
sercomm-wlink=2235 nani=2236 optech-port1-lm=2237 aviva-sna=2238 imagequery=2239 recipe=2240 ivsd=2241 foliocorp=2242
magicom=2243 nmsserver=2244 hao=2245 pc-mta-addrmap=2246 antidotemgrsvr=2247 ums=2248 rfmp=2249 remote-collab=2250
dif-port=2251 njenet-ssl=2252 dtv-chan-req=2253 seispoc=2254 vrtp=2255 pcc-mfp=2256 simple-tx-rx=2257 rcts=2258
bid-serv=2259 apc-2260=2260 comotionmaster=2261 comotionback=2262 ecwcfg=2263 apx500api-1=2264 apx500api-2=2265
mfserver=2266 ontobroker=2267 amt=2268 mikey=2269 starschool=2270 mmcals=2271 mmcal=2272 mysql-im=2273 pcttunnell=2274
ibridge-data=2275 ibridge-mgmt=2276 bluectrlproxy=2277 s3db=2278 xmquery=2279 lnvpoller=2280 lnvconsole=2281
lnvalarm=2282 lnvstatus=2283 lnvmaps=2284 lnvmailmon=2285 nas-metering=2286 dna=2287 netml=2288 dict-lookup=2289
sonus-logging=2290 eapsp=2291 mib-streaming=2292 npdbgmngr=2293 konshus-lm=2294 advant-lm=2295 theta-lm=2296
d2k-datamover1=2297 d2k-datamover2=2298 pc-telecommute=2299 cvmmon=2300 cpq-wbem=2301 binderysupport=2302
proxy-gateway=2303 attachmate-uts=2304 mt-scaleserver=2305 tappi-boxnet=2306 pehelp=2307 sdhelp=2308 sdserver=2309
sdclient=2310 messageservice=2311 wanscaler=2312 iapp=2313 cr-websystems=2314 precise-sft=2315 sent-lm=2316
attachmate-g32=2317 cadencecontrol=2318 infolibria=2319 siebel-ns=2320 rdlap=2321 ofsd=2322 cosmocall=2324 ansysli=2325
idcp=2326 xingcsm=2327 netrix-sftm=2328 nvd=2329 tscchat=2330 agentview=2331 rcc-host=2332 snapp=2333 ace-client=2334
ace-proxy=2335 appleugcontrol=2336 ideesrv=2337 norton-lambert=2338 wrs_registry=2340 xiostatus=2341 manage-exec=2342
nati-logos=2343 fcmsys=2344 dbm=2345 redstorm_join=2346 redstorm_find=2347 redstorm_info=2348 redstorm_diag=2349
psbserver=2350 psrserver=2351 pslserver=2352 pspserver=2353 psprserver=2354 psdbserver=2355 gxtelmd=2356
unihub-server=2357 futrix=2358 flukeserver=2359 nexstorindltd=2360 tl1=2361 digiman=2362 mediacntrlnfsd=2363
oi-2000=2364 dbref=2365 qip-login=2366 service-ctrl=2367 opentable=2368 bif-p2p=2369 l3-hbmon=2370 lanmessenger=2372
compaq-https=2381 ms-olap3=2382 ms-olap4=2383 sd-data=2385 virtualtape=2386 vsamredirector=2387 mynahautostart=2388
ovsessionmgr=2389 rsmtp=2390 tacticalauth=2392 ms-olap1=2393 ms-olap2=2394 lan900_remote=2395 wusage=2396 ncl=2397
orbiter=2398 fmpro-fdal=2399 opequus-server=2400 cvspserver=2401 taskmaster2000=2402 taskmaster2000=2403 iec-104=2404
trc-netpoll=2405 jediserver=2406 orion=2407 sns-protocol=2409 vrts-registry=2410 netwave-ap-mgmt=2411 cdn=2412
orion-rmi-reg=2413 beeyond=2414 codima-rtp=2415 rmtserver=2416 composit-server=2417 cas=2418 attachmate-s2s=2419
dslremote-mgmt=2420 g-talk=2421 crmsbits=2422 rnrp=2423 kofax-svr=2424 fjitsuappmgr=2425 vcmp=2426 mgcp-gateway=2427
ott=2428 ft-role=2429 venus=2430 venus-se=2431 codasrv=2432 codasrv-se=2433 pxc-epmap=2434 optilogic=2435 topx=2436
unicontrol=2437 msp=2438 sybasedbsynch=2439 spearway=2440 pvsw-inet=2441 netangel=2442 powerclientcsf=2443
btpp2sectrans=2444 dtn1=2445 bues_service=2446 ovwdb=2447 hpppssvr=2448 ratl=2449 netadmin=2450 netchat=2451
snifferclient=2452 madge-ltd=2453 indx-dds=2454 wago-io-system=2455 altav-remmgt=2456 rapido-ip=2457 griffin=2458
xrpl=2459 ms-theater=2460 qadmifoper=2461 qadmifevent=2462 lsi-raid-mgmt=2463 direcpc-si=2464 lbm=2465 lbf=2466
high-criteria=2467 qip-msgd=2468 mti-tcs-comm=2469 taskman-port=2470 seaodbc=2471 c3=2472 aker-cdp=2473
vitalanalysis=2474 ace-server=2475 ace-svr-prop=2476 ssm-cvs=2477 ssm-cssps=2478 ssm-els=2479 powerexchange=2480
giop=2481 giop-ssl=2482 ttc=2483 ttc-ssl=2484 netobjects1=2485 netobjects2=2486 pns=2487 moy-corp=2488 tsilb=2489
qip-qdhcp=2490 conclave-cpp=2491 groove=2492 talarian-mqs=2493 bmc-ar=2494 fast-rem-serv=2495 dirgis=2496 quaddb=2497
odn-castraq=2498 unicontrol=2499 rtsserv=2500 rtsclient=2501 kentrox-prot=2502 nms-dpnss=2503 wlbs=2504 ppcontrol=2505
jbroker=2506 spock=2507 jdatastore=2508 fjmpss=2509 fjappmgrbulk=2510 metastorm=2511 citrixima=2512 citrixadmin=2513
facsys-ntp=2514 facsys-router=2515 maincontrol=2516 call-sig-trans=2517 willy=2518 globmsgsvc=2519 pvsw=2520
adaptecmgr=2521 windb=2522 qke-llc-v3=2523 optiwave-lm=2524 ms-v-worlds=2525 ema-sent-lm=2526 iqserver=2527
ncr_ccl=2528 utsftp=2529 vrcommerce=2530 ito-e-gui=2531 ovtopmd=2532 snifferserver=2533 combox-web-acc=2534 madcap=2535
btpp2audctr1=2536 upgrade=2537 vnwk-prapi=2538 vsiadmin=2539 lonworks=2540 lonworks2=2541 udrawgraph=2542 reftek=2543
novell-zen=2544 sis-emt=2545 vytalvaultbrtp=2546 vytalvaultvsmp=2547 vytalvaultpipe=2548 ipass=2549 ads=2550
isg-uda-server=2551 call-logging=2552 efidiningport=2553 vcnet-link-v10=2554 compaq-wcp=2555 nicetec-nmsvc=2556
nicetec-mgmt=2557 pclemultimedia=2558 lstp=2559 labrat=2560 mosaixcc=2561 delibo=2562 cti-redwood=2563
hp-3000-telnet=2564 coord-svr=2565 pcs-pcw=2566 clp=2567 spamtrap=2568 sonuscallsig=2569 hs-port=2570 cecsvc=2571
ibp=2572 trustestablish=2573 blockade-bpsp=2574 hl7=2575 tclprodebugger=2576 scipticslsrvr=2577 rvs-isdn-dcp=2578
mpfoncl=2579 tributary=2580 argis-te=2581 argis-ds=2582 mon=2583 cyaserv=2584 netx-server=2585 netx-agent=2586
masc=2587 privilege=2588 quartus-tcl=2589 idotdist=2590 maytagshuffle=2591 netrek=2592 mns-mail=2593 dts=2594
worldfusion1=2595 worldfusion2=2596 homesteadglory=2597 citriximaclient=2598 snapd=2599 hpstgmgr=2600 discp-client=2601
discp-server=2602 servicemeter=2603 nsc-ccs=2604 nsc-posa=2605 netmon=2606 connection=2607 wag-service=2608
system-monitor=2609 versa-tek=2610 lionhead=2611 qpasa-agent=2612 smntubootstrap=2613 neveroffline=2614 firepower=2615
appswitch-emp=2616 cmadmin=2617 priority-e-com=2618 bruce=2619 lpsrecommender=2620 miles-apart=2621 metricadbc=2622
lmdp=2623 aria=2624 blwnkl-port=2625 gbjd816=2626 moshebeeri=2627 dict=2628 sitaraserver=2629 sitaramgmt=2630
sitaradir=2631 irdg-post=2632 interintelli=2633 pk-electronics=2634 backburner=2635 solve=2636 imdocsvc=2637
sybaseanywhere=2638 aminet=2639 ami-control=2640 hdl-srv=2641 tragic=2642 gte-samp=2643 travsoft-ipx-t=2644
novell-ipx-cmd=2645 and-lm=2646 syncserver=2647 upsnotifyprot=2648 vpsipport=2649 eristwoguns=2650 ebinsite=2651
interpathpanel=2652 sonus=2653 corel_vncadmin=2654 unglue=2655 kana=2656 sns-dispatcher=2657 sns-admin=2658
sns-query=2659 gcmonitor=2660 olhost=2661 bintec-capi=2662 bintec-tapi=2663 patrol-mq-gm=2664 patrol-mq-nm=2665
extensis=2666 alarm-clock-s=2667 alarm-clock-c=2668 toad=2669 tve-announce=2670 newlixreg=2671 nhserver=2672
firstcall42=2673 ewnn=2674 ttc-etap=2675 simslink=2676 gadgetgate1way=2677 gadgetgate2way=2678 syncserverssl=2679
pxc-sapxom=2680 mpnjsomb=2681 ncdloadbalance=2683 mpnjsosv=2684 mpnjsocl=2685 mpnjsomg=2686 pq-lic-mgmt=2687
md-cg-http=2688 fastlynx=2689 hp-nnm-data=2690 itinternet=2691 admins-lms=2692 pwrsevent=2694 vspread=2695
unifyadmin=2696 oce-snmp-trap=2697 mck-ivpip=2698 csoft-plusclnt=2699 tqdata=2700 sms-rcinfo=2701 sms-xfer=2702
sms-chat=2703 sms-remctrl=2704 sds-admin=2705 ncdmirroring=2706 emcsymapiport=2707 banyan-net=2708 supermon=2709
sso-service=2710 sso-control=2711 aocp=2712 raventbs=2713 raventdm=2714 hpstgmgr2=2715 inova-ip-disco=2716
pn-requester=2717 pn-requester2=2718 scan-change=2719 wkars=2720 smart-diagnose=2721 proactivesrvr=2722
watchdog-nt=2723 qotps=2724 msolap-ptp2=2725 tams=2726 mgcp-callagent=2727 sqdr=2728 tcim-control=2729
nec-raidplus=2730 fyre-messanger=2731 g5m=2732 signet-ctf=2733 ccs-software=2734 netiq-mc=2735 radwiz-nms-srv=2736
srp-feedback=2737 ndl-tcp-ois-gw=2738 tn-timing=2739 alarm=2740 tsb=2741 tsb2=2742 murx=2743 honyaku=2744 urbisnet=2745
cpudpencap=2746 fjippol-swrly=2747 fjippol-polsvr=2748 fjippol-cnsl=2749 fjippol-port1=2750 fjippol-port2=2751
rsisysaccess=2752 de-spot=2753 apollo-cc=2754 expresspay=2755 simplement-tie=2756 cnrp=2757 apollo-status=2758
apollo-gms=2759 sabams=2760 dicom-iscl=2761 dicom-tls=2762 desktop-dna=2763 data-insurance=2764 qip-audup=2765
compaq-scp=2766 uadtc=2767 uacs=2768 exce=2769 veronica=2770 vergencecm=2771 auris=2772 rbakcup1=2773 rbakcup2=2774
smpp=2775 ridgeway1=2776 ridgeway2=2777 gwen-sonya=2778 lbc-sync=2779 lbc-control=2780 whosells=2781 everydayrc=2782
aises=2783 www-dev=2784 aic-np=2785 aic-oncrpc=2786 piccolo=2787 fryeserv=2788 media-agent=2789 plgproxy=2790
mtport-regist=2791 f5-globalsite=2792 initlsmsad=2793 urp=2794 livestats=2795 ac-tech=2796 esp-encap=2797
tmesis-upshot=2798 icon-discover=2799 acc-raid=2800 igcp=2801 btprjctrl=2803 dvr-esm=2804 wta-wsp-s=2805 cspuni=2806
cspmulti=2807 j-lan-p=2808 corbaloc=2809 netsteward=2810 gsiftp=2811 atmtcp=2812 llm-pass=2813 llm-csv=2814
lbc-measure=2815 lbc-watchdog=2816 nmsigport=2817 rmlnk=2818 fc-faultnotify=2819 univision=2820 vrts-at-port=2821
ka0wuc=2822 cqg-netlan=2823 cqg-netlan-1=2824 slc-systemlog=2826 slc-ctrlrloops=2827 itm-lm=2828 silkp1=2829
silkp2=2830 silkp3=2831 silkp4=2832 glishd=2833 evtp=2834 evtp-data=2835 catalyst=2836 repliweb=2837 starbot=2838
nmsigport=2839 l3-exprt=2840 l3-ranger=2841 l3-hawk=2842 pdnet=2843 bpcp-poll=2844 bpcp-trap=2845 aimpp-hello=2846
aimpp-port-req=2847 amt-blc-port=2848 fxp=2849 metaconsole=2850 webemshttp=2851 bears-01=2852 ispipes=2853
infomover=2854 cesdinv=2856 simctlp=2857 ecnp=2858 activememory=2859 dialpad-voice1=2860 dialpad-voice2=2861
ttg-protocol=2862 sonardata=2863 astronova-main=2864 pit-vpn=2865 iwlistener=2866 esps-portal=2867 npep-messaging=2868
icslap=2869 daishi=2870 msi-selectplay=2871 radix=2872 psrt=2873 dxmessagebase1=2874 dxmessagebase2=2875
sps-tunnel=2876 bluelance=2877 aap=2878 ucentric-ds=2879 synapse=2880 ndsp=2881 ndtp=2882 ndnp=2883 flashmsg=2884
topflow=2885 responselogic=2886 aironetddp=2887 spcsdlobby=2888 rsom=2889 cspclmulti=2890 cinegrfx-elmd=2891
snifferdata=2892 vseconnector=2893 abacus-remote=2894 natuslink=2895 ecovisiong6-1=2896 citrix-rtmp=2897
appliance-cfg=2898 powergemplus=2899 quicksuite=2900 allstorcns=2901 netaspi=2902 suitcase=2903 m2ua=2904 caller9=2906
webmethods-b2b=2907 mao=2908 funk-dialout=2909 tdaccess=2910 blockade=2911 epicon=2912 boosterware=2913 gamelobby=2914
tksocket=2915 elvin_server=2916 elvin_client=2917 kastenchasepad=2918 roboer=2919 roboeda=2920 cesdcdman=2921
cesdcdtrn=2922 wta-wsp-wtp-s=2923 precise-vip=2924 mobile-file-dl=2926 unimobilectrl=2927 redstone-cpss=2928
amx-webadmin=2929 amx-weblinx=2930 circle-x=2931 incp=2932 qtp=2935 otpatch=2936 pnaconsult-lm=2937 sm-pas-1=2938
sm-pas-2=2939 sm-pas-3=2940 sm-pas-4=2941 sm-pas-5=2942 ttnrepository=2943 megaco-h248=2944 h248-binary=2945
fjsvmpor=2946 gpsd=2947 wap-push=2948 wap-pushsecure=2949 esip=2950 ottp=2951 mpfwsas=2952 ovalarmsrv=2953
ovalarmsrv-cmd=2954 csnotify=2955 ovrimosdbman=2956 jmact5=2957 jmact6=2958 rmopagt=2959 dfoxserver=2960
boldsoft-lm=2961 iph-policy-cli=2962 iph-policy-adm=2963 bullant-srap=2964 bullant-rap=2965 idp-infotrieve=2966
ssc-agent=2967 enpp=2968 essp=2969 index-net=2970 netclip=2971 pmsm-webrctl=2972 svnetworks=2973 signal=2974
fjmpcm=2975 cns-srv-port=2976 ttc-etap-ns=2977 ttc-etap-ds=2978 h263-video=2979 wimd=2980 mylxamport=2981
iwb-whiteboard=2982 netplan=2983 hpidsadmin=2984 hpidsagent=2985 stonefalls=2986 identify=2987 hippad=2988 zarkov=2989
boscap=2990 wkstn-mon=2991 avenyo=2992 veritas-vis1=2993 veritas-vis2=2994 idrs=2995 vsixml=2996 rebol=2997
realsecure=2998 remoteware-un=2999 remoteware-cl=3000 remoteware-srv=3002 cgms=3003 csoftragent=3004 geniuslm=3005
ii-admin=3006 lotusmtap=3007 midnight-tech=3008 pxc-ntfy=3009 trusted-web=3011 twsdss=3012 gilatskysurfer=3013
broker_service=3014 nati-dstp=3015 notify_srvr=3016 event_listener=3017 srvc_registry=3018 resource_mgr=3019 cifs=3020
agriserver=3021 csregagent=3022 magicnotes=3023 nds_sso=3024 arepa-raft=3025 agri-gateway=3026 LiebDevMgmt_C=3027
LiebDevMgmt_DM=3028 LiebDevMgmt_A=3029 arepa-cas=3030 eppc=3031 redwood-chat=3032 pdb=3033 osmosis-aeea=3034
fjsv-gssagt=3035 hagel-dump=3036 hp-san-mgmt=3037 santak-ups=3038 cogitate=3039 tomato-springs=3040 di-traceware=3041
journee=3042 brp=3043 epp=3044 responsenet=3045 di-ase=3046 hlserver=3047 pctrader=3048 nsws=3049 gds_db=3050
galaxy-server=3051 apc-3052=3052 dsom-server=3053 amt-cnf-prot=3054 policyserver=3055 cdl-server=3056
goahead-fldup=3057 videobeans=3058 qsoft=3059 interserver=3060 cautcpd=3061 ncacn-ip-tcp=3062 ncadg-ip-udp=3063
rprt=3064 slinterbase=3065 netattachsdmp=3066 fjhpjp=3067 ls3bcast=3068 ls3=3069 mgxswitch=3070 csd-monitor=3072
vcrp=3073 xbox=3074 orbix-locator=3075 orbix-config=3076 orbix-loc-ssl=3077 orbix-cfg-ssl=3078 lv-frontpanel=3079
stm_pproc=3080 tl1-lv=3081 tl1-raw=3082 tl1-telnet=3083 itm-mccs=3084 pcihreq=3085 jdl-dbkitchen=3086 asoki-sma=3087
xdtp=3088 ptk-alink=3089 stss=3090 rapidmq-center=3093 rapidmq-reg=3094 panasas=3095 ndl-aps=3096 umm-port=3098
chmd=3099 opcon-xps=3100 hp-pxpib=3101 slslavemon=3102 autocuesmi=3103 cardbox=3105 cardbox-http=3106 business=3107
geolocate=3108 personnel=3109 sim-control=3110 wsynch=3111 ksysguard=3112 cs-auth-svr=3113 ccmad=3114 mctet-master=3115
mctet-gateway=3116 mctet-jserv=3117 pkagent=3118 d2000kernel=3119 d2000webserver=3120 vtr-emulator=3122 edix=3123
beacon-port=3124 a13-an=3125 ctx-bridge=3127 ndl-aas=3128 netport-id=3129 icpv2=3130 netbookmark=3131
ms-rule-engine=3132 prism-deploy=3133 ecp=3134 peerbook-port=3135 grubd=3136 rtnt-1=3137 rtnt-2=3138 incognitorv=3139
ariliamulti=3140 vmodem=3141 rdc-wh-eos=3142 seaview=3143 tarantella=3144 csi-lfap=3145 bears-02=3146 rfio=3147
nm-game-admin=3148 nm-game-server=3149 nm-asses-admin=3150 nm-assessor=3151 feitianrockey=3152 s8-client-port=3153
ccmrmi=3154 jpegmpeg=3155 indura=3156 lsa-comm=3157 stvp=3158 navegaweb-port=3159 tip-app-server=3160 doc1lm=3161
sflm=3162 res-sap=3163 imprs=3164 newgenpay=3165 sossecollector=3166 nowcontact=3167 poweronnud=3168 serverview-as=3169
serverview-asn=3170 serverview-gf=3171 serverview-rm=3172 serverview-icc=3173 armi-server=3174 t1-e1-over-ip=3175
ars-master=3176 phonex-port=3177 radclientport=3178 h2gf-w-2m=3179 mc-brk-srv=3180 bmcpatrolagent=3181
bmcpatrolrnvu=3182 cops-tls=3183 apogeex-port=3184 smpppd=3185 iiw-port=3186 odi-port=3187 brcm-comm-port=3188
pcle-infex=3189 csvr-proxy=3190 csvr-sslproxy=3191 firemonrcc=3192 spandataport=3193 magbind=3194 ncu-1=3195 ncu-2=3196
embrace-dp-s=3197 embrace-dp-c=3198 dmod-workspace=3199 tick-port=3200 cpq-tasksmart=3201 intraintra=3202
netwatcher-mon=3203 netwatcher-db=3204 isns=3205 ironmail=3206 vx-auth-port=3207 pfu-prcallback=3208
netwkpathengine=3209 flamenco-proxy=3210 avsecuremgmt=3211 surveyinst=3212 neon24x7=3213 jmq-daemon-1=3214
jmq-daemon-2=3215 ferrari-foam=3216 unite=3217 smartpackets=3218 wms-messenger=3219 xnm-ssl=3220 xnm-clear-text=3221
glbp=3222 digivote=3223 aes-discovery=3224 fcip-port=3225 isi-irp=3226 dwnmshttp=3227 dwmsgserver=3228
global-cd-port=3229 sftdst-port=3230 vidigo=3231 mdtp=3232 whisker=3233 alchemy=3234 mdap-port=3235 apparenet-ts=3236
apparenet-tps=3237 apparenet-as=3238 apparenet-ui=3239 triomotion=3240 sysorb=3241 sdp-id-port=3242 timelot=3243
onesaf=3244 vieo-fe=3245 dvt-system=3246 dvt-data=3247 procos-lm=3248 ssp=3249 hicp=3250 sysscanner=3251 dhe=3252
pda-data=3253 pda-sys=3254 semaphore=3255 cpqrpm-agent=3256 cpqrpm-server=3257 ivecon-port=3258 epncdp2=3259
iscsi-target=3260 winshadow=3261 necp=3262 ecolor-imager=3263 ccmail=3264 altav-tunnel=3265 ns-cfg-server=3266
ibm-dial-out=3267 msft-gc=3268 msft-gc-ssl=3269 verismart=3270 csoft-prev=3271 user-manager=3272 sxmp=3273
ordinox-server=3274 samd=3275 maxim-asics=3276 awg-proxy=3277 lkcmserver=3278 admind=3279 vs-server=3280 sysopt=3281
datusorb=3282 net-assistant=3283 plato=3285 e-net=3286 directvdata=3287 cops=3288 enpc=3289 caps-lm=3290 sah-lm=3291
cart-o-rama=3292 fg-fps=3293 fg-gip=3294 dyniplookup=3295 rib-slm=3296 cytel-lm=3297 deskview=3298 pdrncs=3299
tarantool=3301 mcs-fastmail=3302 opsession-clnt=3303 opsession-srvr=3304 odette-ftp=3305 mysql=3306 opsession-prxy=3307
tns-server=3308 tns-adv=3309 dyna-access=3310 mcns-tel-ret=3311 appman-server=3312 uorb=3313 uohost=3314 cdid=3315
aicc-cmi=3316 vsaiport=3317 ssrip=3318 sdt-lmd=3319 officelink2000=3320 vnsstr=3321 sftu=3326 bbars=3327 egptlm=3328
hp-device-disc=3329 mcs-calypsoicf=3330 mcs-messaging=3331 mcs-mailsvr=3332 dec-notes=3333 directv-web=3334
directv-soft=3335 directv-tick=3336 directv-catlg=3337 anet-b=3338 anet-l=3339 anet-m=3340 anet-h=3341 webtie=3342
ms-cluster-net=3343 bnt-manager=3344 influence=3345 trnsprntproxy=3346 phoenix-rpc=3347 pangolin-laser=3348
chevinservices=3349 findviatv=3350 btrieve=3351 ssql=3352 fatpipe=3353 suitjd=3354 ordinox-dbase=3355 upnotifyps=3356
adtech-test=3357 mpsysrmsvr=3358 wg-netforce=3359 kv-server=3360 kv-agent=3361 dj-ilm=3362 nati-vi-server=3363
creativeserver=3364 contentserver=3365 creativepartnr=3366 tip2=3372 lavenir-lm=3373 cluster-disc=3374 vsnm-agent=3375
cdbroker=3376 cogsys-lm=3377 wsicopy=3378 socorfs=3379 sns-channels=3380 geneous=3381 fujitsu-neat=3382 esp-lm=3383
hp-clic=3384 qnxnetman=3385 backroomnet=3387 cbserver=3388 ms-wbt-server=3389 dsc=3390 savant=3391 efi-lm=3392
d2k-tapestry1=3393 d2k-tapestry2=3394 dyna-lm=3395 printer_agent=3396 cloanto-lm=3397 mercantile=3398 csms=3399
csms2=3400 filecast=3401 fxaengine-net=3402 nokia-ann-ch1=3405 nokia-ann-ch2=3406 ldap-admin=3407 BESApi=3408
networklens=3409 networklenss=3410 biolink-auth=3411 xmlblaster=3412 svnet=3413 wip-port=3414 bcinameservice=3415
commandport=3416 csvr=3417 rnmap=3418 softaudit=3419 ifcp-port=3420 bmap=3421 rusb-sys-port=3422 xtrm=3423 xtrms=3424
agps-port=3425 arkivio=3426 websphere-snmp=3427 twcss=3428 gcsp=3429 ssdispatch=3430 ndl-als=3431 osdcp=3432
opnet-smp=3433 opencm=3434 pacom=3435 gc-config=3436 autocueds=3437 spiral-admin=3438 hri-port=3439 ans-console=3440
connect-client=3441 connect-server=3442 ov-nnm-websrv=3443 denali-server=3444 monp=3445 directnet=3447 dnc-port=3448
hotu-chat=3449 castorproxy=3450 asam=3451 sabp-signal=3452 pscupd=3453 mira=3454 prsvp=3455 vat=3456 vat-control=3457
d3winosfi=3458 integral=3459 edm-manager=3460 edm-stager=3461 edm-std-notify=3462 edm-adm-notify=3463 edm-mgr-sync=3464
edm-mgr-cntrl=3465 workflow=3466 rcst=3467 ttcmremotectrl=3468 pluribus=3469 jt400=3470 jt400-ssl=3471
jaugsremotec-1=3472 jaugsremotec-2=3473 ttntspauto=3474 genisar-port=3475 nppmp=3476 ecomm=3477 stun-behavior=3478
twrpc=3479 plethora=3480 cleanerliverc=3481 vulture=3482 slim-devices=3483 gbs-stp=3484 celatalk=3485 ifsf-hb-port=3486
fs-rh-srv=3488 dtp-dia=3489 colubris=3490 swr-port=3491 tvdumtray-port=3492 nut=3493 ibm3494=3494 seclayer-tcp=3495
seclayer-tls=3496 ipether232port=3497 dashpas-port=3498 sccip-media=3499 rtmp-port=3500 isoft-p2p=3501
avinstalldisc=3502 lsp-ping=3503 ironstorm=3504 ccmcomm=3505 apc-3506=3506 nesh-broker=3507 interactionweb=3508
vt-ssl=3509 xss-port=3510 webmail-2=3511 aztec=3512 arcpd=3513 must-p2p=3514 must-backplane=3515 smartcard-port=3516
artifact-msg=3518 galileolog=3520 mc3ss=3521 nssocketport=3522 odeumservlink=3523 ecmport=3524 eisport=3525
starquiz-port=3526 beserver-msg-q=3527 jboss-iiop=3528 jboss-iiop-ssl=3529 gf=3530 joltid=3531 raven-rmp=3532
raven-rdp=3533 urld-port=3534 ms-la=3535 snac=3536 ni-visa-remote=3537 ibm-diradm=3538 ibm-diradm-ssl=3539
pnrp-port=3540 voispeed-port=3541 hacl-monitor=3542 qftest-lookup=3543 teredo=3544 camac=3545 symantec-sim=3547
interworld=3548 tellumat-nms=3549 ssmpp=3550 apcupsd=3551 taserver=3552 rbr-discovery=3553 questnotify=3554 razor=3555
sky-transport=3556 personalos-001=3557 mcp-port=3558 cctv-port=3559 iniserve-port=3560 bmc-onekey=3561 sdbproxy=3562
watcomdebug=3563 esimport=3564 dof-eps=3567 dof-tunnel-sec=3568 mbg-ctrl=3569 mccwebsvr-port=3570 megardsvr-port=3571
megaregsvrport=3572 tag-ups-1=3573 ccm-port=3575 cmc-port=3576 config-port=3577 data-port=3578 ttat3lb=3579
nati-svrloc=3580 kfxaclicensing=3581 press=3582 canex-watch=3583 u-dbap=3584 emprise-lls=3585 emprise-lsc=3586
p2pgroup=3587 sentinel=3588 isomair=3589 wv-csp-sms=3590 gtrack-server=3591 gtrack-ne=3592 bpmd=3593 mediaspace=3594
shareapp=3595 iw-mmogame=3596 a14=3597 a15=3598 quasar-server=3599 trap-daemon=3600 visinet-gui=3601
infiniswitchcl=3602 int-rcv-cntrl=3603 bmc-jmx-port=3604 comcam-io=3605 splitlock=3606 precise-i3=3607
trendchip-dcp=3608 cpdi-pidas-cm=3609 echonet=3610 six-degrees=3611 dataprotector=3612 alaris-disc=3613 sigma-port=3614
start-network=3615 cd3o-protocol=3616 sharp-server=3617 aairnet-1=3618 aairnet-2=3619 ep-pcp=3620 ep-nsp=3621
ff-lr-port=3622 haipe-discover=3623 dist-upgrade=3624 volley=3625 bvcdaemon-port=3626 jamserverport=3627
ept-machine=3628 escvpnet=3629 cs-remote-db=3630 cs-services=3631 distcc=3632 wacp=3633 hlibmgr=3634 sdo=3635
servistaitsm=3636 scservp=3637 ehp-backup=3638 xap-ha=3639 netplay-port1=3640 netplay-port2=3641 juxml-port=3642
audiojuggler=3643 ssowatch=3644 cyc=3645 xss-srv-port=3646 splitlock-gw=3647 fjcp=3648 nmmp=3649 prismiq-plugin=3650
xrpc-registry=3651 vxcrnbuport=3652 tsp=3653 vaprtm=3654 abatemgr=3655 abatjss=3656 immedianet-bcn=3657 ps-ams=3658
apple-sasl=3659 can-nds-ssl=3660 can-ferret-ssl=3661 pserver=3662 dtp=3663 ups-engine=3664 ent-engine=3665
eserver-pap=3666 infoexch=3667 dell-rm-port=3668 casanswmgmt=3669 smile=3670 efcp=3671 lispworks-orb=3672
mediavault-gui=3673 wininstall-ipc=3674 calltrax=3675 va-pacbase=3676 roverlog=3677 ipr-dglt=3678 newton-dock=3679
npds-tracker=3680 bts-x73=3681 cas-mapi=3682 bmc-ea=3683 faxstfx-port=3684 dsx-agent=3685 tnmpv2=3686 simple-push=3687
simple-push-s=3688 daap=3689 svn=3690 magaya-network=3691 intelsync=3692 bmc-data-coll=3695 telnetcpcd=3696
nw-license=3697 sagectlpanel=3698 kpn-icw=3699 lrs-paging=3700 netcelera=3701 ws-discovery=3702 adobeserver-3=3703
adobeserver-4=3704 adobeserver-5=3705 rt-event=3706 rt-event-s=3707 sun-as-iiops=3708 ca-idms=3709 portgate-auth=3710
edb-server2=3711 sentinel-ent=3712 tftps=3713 delos-dms=3714 anoto-rendezv=3715 wv-csp-sms-cir=3716 wv-csp-udp-cir=3717
opus-services=3718 itelserverport=3719 ufastro-instr=3720 xsync=3721 xserveraid=3722 sychrond=3723 blizwow=3724
na-er-tip=3725 array-manager=3726 e-mdu=3727 e-woa=3728 fksp-audit=3729 client-ctrl=3730 smap=3731 m-wnn=3732
multip-msg=3733 synel-data=3734 pwdis=3735 rs-rmi=3736 versatalk=3738 launchbird-lm=3739 heartbeat=3740 wysdma=3741
cst-port=3742 ipcs-command=3743 sasg=3744 gw-call-port=3745 linktest=3746 linktest-s=3747 webdata=3748 cimtrak=3749
cbos-ip-port=3750 gprs-cube=3751 vipremoteagent=3752 nattyserver=3753 timestenbroker=3754 sas-remote-hlp=3755
canon-capt=3756 grf-port=3757 apw-registry=3758 exapt-lmgr=3759 adtempusclient=3760 gsakmp=3761 gbs-smp=3762
xo-wave=3763 mni-prot-rout=3764 rtraceroute=3765 listmgr-port=3767 rblcheckd=3768 haipe-otnk=3769 cindycollab=3770
paging-port=3771 ctp=3772 ctdhercules=3773 zicom=3774 ispmmgr=3775 dvcprov-port=3776 jibe-eb=3777 c-h-it-port=3778
cognima=3779 nnp=3780 abcvoice-port=3781 iso-tp0s=3782 bim-pem=3783 bfd-control=3784 bfd-echo=3785 upstriggervsw=3786
fintrx=3787 isrp-port=3788 remotedeploy=3789 quickbooksrds=3790 tvnetworkvideo=3791 sitewatch=3792 dcsoftware=3793
jaus=3794 myblast=3795 spw-dialer=3796 idps=3797 minilock=3798 radius-dynauth=3799 pwgpsi=3800 ibm-mgr=3801 vhd=3802
soniqsync=3803 iqnet-port=3804 tcpdataserver=3805 wsmlb=3806 spugna=3807 sun-as-iiops-ca=3808 apocd=3809 wlanauth=3810
amp=3811 neto-wol-server=3812 rap-ip=3813 neto-dcs=3814 lansurveyorxml=3815 sunlps-http=3816 tapeware=3817
crinis-hb=3818 epl-slp=3819 scp=3820 pmcp=3821 acp-discovery=3822 acp-conduit=3823 acp-policy=3824 ffserver=3825
warmux=3826 netmpi=3827 neteh=3828 neteh-ext=3829 cernsysmgmtagt=3830 dvapps=3831 xxnetserver=3832 aipn-auth=3833
spectardata=3834 spectardb=3835 markem-dcp=3836 mkm-discovery=3837 sos=3838 amx-rms=3839 flirtmitmir=3840 nhci=3842
quest-agent=3843 rnm=3844 v-one-spp=3845 an-pcp=3846 msfw-control=3847 item=3848 spw-dnspreload=3849
qtms-bootstrap=3850 spectraport=3851 sse-app-config=3852 sscan=3853 stryker-com=3854 opentrac=3855 informer=3856
trap-port=3857 trap-port-mom=3858 nav-port=3859 sasp=3860 winshadow-hd=3861 giga-pocket=3862 xpl=3865 dzdaemon=3866
dzoglserver=3867 ovsam-mgmt=3869 ovsam-d-agent=3870 avocent-adsap=3871 oem-agent=3872 fagordnc=3873 sixxsconfig=3874
pnbscada=3875 dl_agent=3876 xmpcr-interface=3877 fotogcad=3878 appss-lm=3879 igrs=3880 idac=3881 msdts1=3882 vrpn=3883
softrack-meter=3884 topflow-ssl=3885 nei-management=3886 ciphire-data=3887 ciphire-serv=3888 dandv-tester=3889
ndsconnect=3890 rtc-pm-port=3891 pcc-image-port=3892 cgi-starapi=3893 syam-agent=3894 syam-smc=3895 sdo-tls=3896
sdo-ssh=3897 senip=3898 itv-control=3899 udt_os=3900 nimsh=3901 nimaux=3902 charsetmgr=3903 omnilink-port=3904
mupdate=3905 topovista-data=3906 imoguia-port=3907 hppronetman=3908 surfcontrolcpa=3909 prnrequest=3910 prnstatus=3911
gbmt-stars=3912 listcrt-port=3913 listcrt-port-2=3914 agcat=3915 wysdmc=3916 aftmux=3917 pktcablemmcops=3918
hyperip=3919 exasoftport1=3920 herodotus-net=3921 sor-update=3922 symb-sb-port=3923 mpl-gprs-port=3924 zmp=3925
winport=3926 natdataservice=3927 netboot-pxe=3928 smauth-port=3929 syam-webserver=3930 msr-plugin-port=3931
dyn-site=3932 plbserve-port=3933 sunfm-port=3934 sdp-portmapper=3935 mailprox=3936 dvbservdsc=3937 dbcontrol_agent=3938
aamp=3939 xecp-node=3940 homeportal-web=3941 srdp=3942 tig=3943 sops=3944 emcads=3945 backupedge=3946 ccp=3947
apdap=3948 drip=3949 namemunge=3950 pwgippfax=3951 i3-sessionmgr=3952 xmlink-connect=3953 adrep=3954 p2pcommunity=3955
gvcp=3956 mqe-broker=3957 mqe-agent=3958 treehopper=3959 bess=3960 proaxess=3961 sbi-agent=3962 thrp=3963 sasggprs=3964
ati-ip-to-ncpe=3965 bflckmgr=3966 ppsms=3967 ianywhere-dbns=3968 landmarks=3969 lanrevagent=3970 lanrevserver=3971
iconp=3972 progistics=3973 xk22=3974 airshot=3975 opswagent=3976 opswmanager=3977 secure-cfg-svr=3978 smwan=3979
starfish=3981 eis=3982 eisp=3983 mapper-nodemgr=3984 mapper-mapethd=3985 mapper-ws_ethd=3986 centerline=3987
dcs-config=3988 bv-queryengine=3989 bv-is=3990 bv-smcsrv=3991 bv-ds=3992 bv-agent=3993 iss-mgmt-ssl=3995
abcsoftware=3996 agentsease-db=3997 dnx=3998 nvcnet=3999 terabase=4000 newoak=4001 pxc-spvr-ft=4002 pxc-splr-ft=4003
pxc-roid=4004 pxc-pin=4005 pxc-spvr=4006 pxc-splr=4007 netcheque=4008 chimera-hwm=4009 samsung-unidex=4010
altserviceboot=4011 pda-gate=4012 acl-manager=4013 taiclock=4014 talarian-mcast1=4015 talarian-mcast2=4016
talarian-mcast3=4017 talarian-mcast4=4018 talarian-mcast5=4019 trap=4020 nexus-portal=4021 dnox=4022 esnm-zoning=4023
tnp1-port=4024 partimage=4025 as-debug=4026 bxp=4027 dtserver-port=4028 ip-qsig=4029 jdmn-port=4030 suucp=4031
vrts-auth-port=4032 sanavigator=4033 ubxd=4034 wap-push-http=4035 wap-push-https=4036 ravehd=4037 fazzt-ptp=4038
fazzt-admin=4039 yo-main=4040 houston=4041 ldxp=4042 nirp=4043 ltp=4044 npp=4045 acp-proto=4046 ctp-state=4047
wafs=4049 cisco-wafs=4050 cppdp=4051 interact=4052 ccu-comm-1=4053 ccu-comm-2=4054 ccu-comm-3=4055 lms=4056 wfm=4057
kingfisher=4058 dlms-cosem=4059 dsmeter_iatc=4060 ice-location=4061 ice-slocation=4062 ice-router=4063 ice-srouter=4064
avanti_cdp=4065 pmas=4066 idp=4067 ipfltbcst=4068 minger=4069 tripe=4070 aibkup=4071 zieto-sock=4072 iRAPP=4073
cequint-cityid=4074 perimlan=4075 seraph=4076 santools=4079 lorica-in=4080 lorica-in-sec=4081 lorica-out=4082
lorica-out-sec=4083 opencore=4089 omasgport=4090 ewinstaller=4091 ewdgs=4092 pvxpluscs=4093 sysrqd=4094 xtgui=4095
bre=4096 patrolview=4097 drmsfsd=4098 dpcp=4099 igo-incognito=4100 brlp-0=4101 brlp-1=4102 brlp-2=4103 brlp-3=4104
shofar=4105 synchronite=4106 j-ac=4107 accel=4108 izm=4109 g2tag=4110 xgrid=4111 apple-vpns-rp=4112 aipn-reg=4113
jomamqmonitor=4114 cds=4115 smartcard-tls=4116 hillrserv=4117 netscript=4118 assuria-slm=4119 e-builder=4121
fprams=4122 z-wave=4123 tigv2=4124 opsview-envoy=4125 ddrepl=4126 unikeypro=4127 nufw=4128 nuauth=4129 fronet=4130
stars=4131 nuts_dem=4132 nuts_bootp=4133 nifty-hmi=4134 cl-db-attach=4135 cl-db-request=4136 cl-db-remote=4137
nettest=4138 thrtx=4139 cedros_fds=4140 oirtgsvc=4141 oidocsvc=4142 oidsr=4143 vvr-control=4145 tgcconnect=4146
vrxpservman=4147 hhb-handheld=4148 agslb=4149 PowerAlert-nsa=4150 menandmice_noh=4151 idig_mux=4152 mbl-battd=4153
atlinks=4154 bzr=4155 stat-results=4156 stat-scanner=4157 stat-cc=4158 nss=4159 jini-discovery=4160 omscontact=4161
omstopology=4162 silverpeakpeer=4163 silverpeakcomm=4164 altcp=4165 joost=4166 ddgn=4167 pslicser=4168 pcoip=4172
wello=4177 storman=4178 MaxumSP=4179 httpx=4180 macbak=4181 pcptcpservice=4182 cyborgnet=4183 universe_suite=4184
wcpp=4185 vatata=4188 aws-wsp=4195 hctl=4197 eims-admin=4199 corelccam=4300 d-data=4301 d-data-control=4302 srcp=4303
owserver=4304 batman=4305 pinghgl=4306 trueconf=4307 compx-lockview=4308 dserver=4309 mirrtex=4310 skytale=4319
fdt-rcatp=4320 rwhois=4321 trim-event=4322 trim-ice=4323 geognosis=4326 jaxer-web=4327 jaxer-manager=4328 ahsp=4333
gaia=4340 unicall=4343 vinainstall=4344 m4-network-as=4345 elanlm=4346 lansurveyor=4347 itose=4348 fsportmap=4349
net-device=4350 plcy-net-svcs=4351 pjlink=4352 f5-iquery=4353 qsnet-trans=4354 qsnet-workst=4355 qsnet-assist=4356
qsnet-cond=4357 qsnet-nucl=4358 omabcastltkm=4359 wxbrief=4368 epmd=4369 elpro_tunnel=4370 l2c-data=4372 remctl=4373
tolteces=4375 bip=4376 cp-spxsvr=4377 cp-spxdpy=4378 ctdb=4379 xandros-cms=4389 wiegand=4390 omnivisionesx=4395
ds-srv=4400 ds-srvr=4401 ds-clnt=4402 ds-user=4403 ds-admin=4404 ds-mail=4405 ds-slp=4406 nvme=4420 netrockey6=4425
beacon-port-2=4426 rsqlserver=4430 l-acoustics=4432 saris=4442 pharos=4443 nv-video=4444 upnotifyp=4445 n1-fwp=4446
n1-rmgmt=4447 asc-slmd=4448 privatewire=4449 camp=4450 ctisystemmsg=4451 ctiprogramload=4452 nssalertmgr=4453
nssagentmgr=4454 prchat-user=4455 prchat-server=4456 prRegister=4457 mcp=4458 hpssmgmt=4484 icms=4486 awacs-ice=4488
ipsec-nat-t=4500 ehs=4535 ehs-ssl=4536 wssauthsvc=4537 swx-gate=4538 worldscores=4545 sf-lm=4546 lanner-lm=4547
synchromesh=4548 aegate=4549 gds-adppiw-db=4550 ieee-mih=4551 menandmice-mon=4552 msfrs=4554 rsip=4555 dtn-bundle=4556
hylafax=4559 kwtc=4566 tram=4567 bmc-reporting=4568 iax=4569 l3t-at-an=4591 ipt-anri-anri=4593 ias-session=4594
ias-paging=4595 ias-neighbor=4596 a21-an-1xbs=4597 a16-an-an=4598 a17-an-an=4599 piranha1=4600 piranha2=4601
dots-signal=4646 playsta2-app=4658 playsta2-lob=4659 smaclmgr=4660 kar2ouche=4661 oms=4662 noteit=4663 ems=4664
contclientms=4665 eportcomm=4666 mmacomm=4667 mmaeds=4668 eportcommdata=4669 light=4670 acter=4671 rfa=4672 cxws=4673
appiq-mgmt=4674 dhct-status=4675 dhct-alerts=4676 bcs=4677 traversal=4678 mgesupervision=4679 mgemanagement=4680
parliant=4681 finisar=4682 spike=4683 rfid-rp1=4684 autopac=4685 msp-os=4686 nst=4687 mobile-p2p=4688
altovacentral=4689 prelude=4690 mtn=4691 conspiracy=4692 netxms-agent=4700 netxms-mgmt=4701 netxms-sync=4702
trinity-dist=4711 truckstar=4725 capmux=4728 gearman=4730 ipdr-sp=4737 solera-lpn=4738 ipfix=4739 ipfixs=4740
lumimgrd=4741 openhpid=4743 ifsp=4744 fmp=4745 profilemac=4749 ssad=4750 spocp=4751 snap=4752 bfd-multi-ctl=4784
unified-bus=4792 iims=4800 iwec=4801 ilss=4802 htcp=4827 varadero-0=4837 varadero-1=4838 varadero-2=4839 quosa=4841
gw-asv=4842 opcua-tls=4843 gw-log=4844 wcr-remlib=4845 contamac_icm=4846 wfc=4847 appserv-http=4848 appserv-https=4849
sun-as-nodeagt=4850 derby-repli=4851 unify-debug=4867 phrelay=4868 phrelaydbg=4869 cc-tracking=4870 wired=4871
tritium-can=4876 lmcs=4877 hivestor=4884 abbs=4885 lyskom=4894 radmin-port=4899 hfcs=4900 bones=4914
eq-office-4940=4940 eq-office-4941=4941 eq-office-4942=4942 munin=4949 sybasesrvmon=4950 pwgwims=4951 sagxtsds=4952
ccss-qmm=4969 ccss-qsm=4970 mrip=4986 smar-se-port1=4987 smar-se-port2=4988 parallel=4989 busycal=4990 vrt=4991
hfcs-manager=4999 commplex-main=5000 commplex-link=5001 rfe=5002 fmpro-internal=5003 avt-profile-1=5004
avt-profile-2=5005 wsm-server=5006 wsm-server-ssl=5007 synapsis-edge=5008 winfs=5009 telelpathstart=5010
telelpathattack=5011 nsp=5012 fmpro-v6=5013 zenginkyo-1=5020 zenginkyo-2=5021 mice=5022 htuilsrv=5023 scpi-telnet=5024
scpi-raw=5025 strexec-d=5026 strexec-s=5027 infobright=5029 asnaacceler8db=5042 swxadmin=5043 lxi-evntsvc=5044
ivocalize=5049 mmcc=5050 ita-agent=5051 ita-manager=5052 unot=5055 intecom-ps1=5056 intecom-ps2=5057 sds=5059 sip=5060
sips=5061 na-localise=5062 ca-1=5064 ca-2=5065 stanag-5066=5066 authentx=5067 i-net-2000-npr=5069 vtsas=5070
powerschool=5071 ayiya=5072 tag-pm=5073 alesquery=5074 onscreen=5080 sdl-ets=5081 qcp=5082 qfp=5083 llrp=5084
encrypted-llrp=5085 sentinel-lm=5093 hart-ip=5094 sentlm-srv2srv=5099 socalia=5100 oms-nonsecure=5102 taep-as-svc=5111
pm-cmdsvr=5112 barracuda-bbs=5120 nbt-pc=5133 ctsd=5137 rmonitor_secure=5145 atmp=5150 esri_sde=5151 sde-discovery=5152
bzflag=5154 asctrl-agent=5155 ife_icorp=5165 winpcs=5166 scte104=5167 scte30=5168 aol=5190 aol-1=5191 aol-2=5192
aol-3=5193 targus-getdata=5200 targus-getdata1=5201 targus-getdata2=5202 targus-getdata3=5203 hpvirtgrp=5223
hpvirtctrl=5224 hp-server=5225 hp-status=5226 perfd=5227 eenet=5234 galaxy-network=5235 padl2sim=5236
mnet-discovery=5237 caacws=5248 caaclang2=5249 soagateway=5250 caevms=5251 movaz-ssc=5252 cartographerxmp=5270 pk=5272
transmit-port=5282 presence=5298 nlg-data=5299 hacl-hb=5300 hacl-gs=5301 hacl-cfg=5302 hacl-probe=5303 hacl-local=5304
hacl-test=5305 sun-mc-grp=5306 sco-aip=5307 cfengine=5308 jprinter=5309 outlaws=5310 permabit-cs=5312 rrdp=5313
opalis-rbt-ipc=5314 hacl-poll=5315 roughtime=5319 kfserver=5343 xkotodrcp=5344 stun-behaviors=5349 dns-llq=5352
mdns=5353 mdnsresponder=5354 llmnr=5355 ms-smlbiz=5356 wsdapi=5357 wsdapi-s=5358 ms-alerter=5359 ms-sideshow=5360
ms-s-sideshow=5361 serverwsd2=5362 net-projection=5363 stresstester=5397 elektron-admin=5398 securitychase=5399
excerpt=5400 excerpts=5401 mftp=5402 hpoms-ci-lstn=5403 hpoms-dps-lstn=5404 netsupport=5405 systemics-sox=5406
foresyte-clear=5407 foresyte-sec=5408 salient-dtasrv=5409 salient-usrmgr=5410 actnet=5411 continuus=5412 wwiotalk=5413
statusd=5414 ns-server=5415 sns-gateway=5416 sns-agent=5417 mcntp=5418 dj-ice=5419 cylink-c=5420 netsupport2=5421
salient-mux=5422 virtualuser=5423 beyond-remote=5424 br-channel=5425 devbasic=5426 sco-peer-tta=5427 telaconsole=5428
base=5429 radec-corp=5430 park-agent=5431 postgresql=5432 pyrrho=5433 sgi-arrayd=5434 sceanics=5435 spss=5443
surebox=5453 apc-5454=5454 apc-5455=5455 apc-5456=5456 silkmeter=5461 ttl-publisher=5462 ttlpriceproxy=5463
quailnet=5464 netops-broker=5465 fcp-addr-srvr1=5500 fcp-addr-srvr2=5501 fcp-srvr-inst1=5502 fcp-srvr-inst2=5503
fcp-cics-gw1=5504 checkoutdb=5505 amc=5506 matter=5540 sgi-eventmond=5553 sgi-esphttp=5554 personal-agent=5555
freeciv=5556 dof-dps-mc-sec=5567 sdt=5568 sdmmp=5573 tmosms0=5580 tmosms1=5581 fac-restore=5582 tmo-icon-sync=5583
bis-web=5584 bis-sync=5585 ininmessaging=5597 mctfeed=5598 esinstall=5599 esmmanager=5600 esmagent=5601 a1-msc=5602
a1-bs=5603 a3-sdunode=5604 a4-sdunode=5605 ninaf=5627 htrust=5628 symantec-sfdb=5629 precise-comm=5630
pcanywheredata=5631 pcanywherestat=5632 beorl=5633 xprtld=5634 amqps=5671 amqp=5672 jms=5673 hyperscsi-port=5674
v5ua=5675 raadmin=5676 questdb2-lnchr=5677 rrac=5678 dccm=5679 auriga-router=5680 ncxcp=5681 coap=5683 coaps=5684
ggz=5688 qmvideo=5689 proshareaudio=5713 prosharevideo=5714 prosharedata=5715 prosharerequest=5716 prosharenotify=5717
dpm=5718 dpm-agent=5719 ms-licensing=5720 dtpt=5721 msdfsr=5722 omhs=5723 omsdk=5724 openmail=5729 unieng=5730
ida-discover1=5741 ida-discover2=5742 watchdoc-pod=5743 watchdoc=5744 fcopy-server=5745 fcopys-server=5746 tunatic=5747
tunalyzer=5748 rscd=5750 openmailg=5755 x500ms=5757 openmailns=5766 s-openmail=5767 openmailpxy=5768 spramsca=5769
spramsd=5770 netagent=5771 starfield-io=5777 xtreamx=5793 icmpd=5813 spt-automation=5814 wherehoo=5859 ppsuitemsg=5863
rfb=5900 ff-ice=5903 ag-swim=5904 asmgcs=5905 rpas-c2=5906 dsd=5907 ipsma=5908 agma=5909 ats-atn=5910 ats-acars=5911
ais-met=5912 aoc-acars=5913 ipsdtls=5914 indy=5963 mppolicy-v5=5968 mppolicy-mgr=5969 couchdb=5984 wsman=5985
wsmans=5986 wbem-rmi=5987 wbem-http=5988 wbem-https=5989 wbem-exp-https=5990 nuxsl=5991 consul-insight=5992 cvsup=5999
ndl-ahp-svc=6064 winpharaoh=6065 ewctsp=6066 trip=6069 messageasap=6070 ssdtp=6071 diagnose-proc=6072 directplay8=6073
max=6074 konspire2b=6085 pdtp=6086 ldss=6087 synchronet-db=6100 synchronet-rtc=6101 synchronet-upd=6102 rets=6103
dbdb=6104 primaserver=6105 mpsserver=6106 etc-control=6107 sercomm-scadmin=6108 globecast-id=6109 softcm=6110 spc=6111
dtspcd=6112 bex-webadmin=6122 backup-express=6123 pnbs=6124 nbt-wol=6133 pulsonixnls=6140 meta-corp=6141
aspentec-lm=6142 watershed-lm=6143 statsci1-lm=6144 statsci2-lm=6145 lonewolf-lm=6146 montage-lm=6147 ricardo-lm=6148
tal-pod=6149 patrol-ism=6161 patrol-coll=6162 pscribe=6163 lm-x=6200 qmtps=6209 radmind=6222 tl1-raw-ssl=6251
tl1-ssh=6252 crip=6253 grid=6268 grid-alt=6269 bmc-grx=6300 bmc_ctd_ldap=6301 ufmp=6306 abb-escp=6316 repsvc=6320
emp-server1=6321 emp-server2=6322 sflow=6343 gnutella-svc=6346 gnutella-rtr=6347 adap=6350 pmcs=6355 metaedit-mu=6360
metaedit-se=6370 metatude-mds=6382 clariion-evr01=6389 metaedit-ws=6390 faxcomservice=6417 nim-vdrshell=6420
nim-wan=6421 sun-sr-https=6443 sge_qmaster=6444 sge_execd=6445 mysql-proxy=6446 skip-cert-recv=6455 skip-cert-send=6456
ieee11073-20701=6464 lvision-lm=6471 sun-sr-http=6480 servicetags=6481 ldoms-mgmt=6482 SunVTS-RMI=6483 sun-sr-jms=6484
sun-sr-iiop=6485 sun-sr-iiops=6486 sun-sr-iiop-aut=6487 sun-sr-jmx=6488 sun-sr-admin=6489 boks=6500 boks_servc=6501
boks_servm=6502 boks_clntd=6503 badm_priv=6505 badm_pub=6506 bdir_priv=6507 bdir_pub=6508 mgcs-mfp-port=6509
mcer-port=6510 syslog-tls=6514 elipse-rec=6515 lds-distrib=6543 lds-dump=6544 apc-6547=6547 apc-6548=6548 apc-6549=6549
fg-sysupdate=6550 sum=6551 xdsxdm=6558 sane-port=6566 affiliate=6579 parsec-master=6580 parsec-peer=6581
parsec-game=6582 joaJewelSuite=6583 bencher=6610 odette-ftps=6619 kftp-data=6620 kftp=6621 mcftp=6622 ktelnet=6623
wago-service=6626 nexgen=6627 afesc-mc=6628 nexgen-aux=6629 openflow=6653 vocaltec-gold=6670 p4p-portal=6671
vision_server=6672 vision_elmd=6673 osaut=6679 tsa=6689 kti-icad-srvr=6701 e-design-net=6702 e-design-web=6703
ibprotocol=6714 fibotrader-com=6715 bmc-perf-agent=6767 bmc-perf-mgrd=6768 adi-gxp-srvprt=6769 plysrv-http=6770
plysrv-https=6771 dgpf-exchg=6785 smc-jmx=6786 smc-admin=6787 smc-http=6788 hnmp=6790 hnm=6791 acnet=6801 ambit-lm=6831
netmo-default=6841 netmo-http=6842 iccrushmore=6850 muse=6888 split-ping=6924 ethoscan=6935 xsmsvc=6936 bioserver=6946
otlp=6951 jmact3=6961 jmevt2=6962 swismgr1=6963 swismgr2=6964 swistrap=6965 swispol=6966 acmsoda=6969 MobilitySrv=6997
iatp-highpri=6998 iatp-normalpri=6999 afs3-fileserver=7000 afs3-callback=7001 afs3-prserver=7002 afs3-vlserver=7003
afs3-kaserver=7004 afs3-volser=7005 afs3-errors=7006 afs3-bos=7007 afs3-update=7008 afs3-rmtsys=7009 ups-onlinet=7010
talon-disc=7011 talon-engine=7012 microtalon-dis=7013 microtalon-com=7014 talon-webserver=7015 spg=7016 grasp=7017
dpserve=7020 dpserveadmin=7021 ctdp=7022 ct2nmcs=7023 vmsvc=7024 vmsvc-2=7025 op-probe=7030 arcp=7070 iwg1=7071
empowerid=7080 lazy-ptop=7099 font-service=7100 elcn=7101 virprot-lm=7121 snif=7123 scenidm=7128 scenccs=7129
cabsm-comm=7161 caistoragemgr=7162 cacsambroker=7163 fsr=7164 doc-server=7165 aruba-server=7166 ccag-pib=7169 nsrp=7170
drm-production=7171 clutild=7174 fodms=7200 dlip=7201 ramp=7227 cnap=7262 watchme-7272=7272 oma-rlp=7273 oma-rlp-s=7274
oma-ulp=7275 oma-ilp=7276 oma-ilp-s=7277 oma-dcdocbs=7278 ctxlic=7279 itactionserver1=7280 itactionserver2=7281
lcm-server=7365 mindfilesys=7391 mrssrendezvous=7392 nfoldman=7393 fse=7394 winqedit=7395 hexarc=7397
rtps-discovery=7400 rtps-dd-ut=7401 rtps-dd-mt=7402 ionixnetmon=7410 daqstream=7411 mtportmon=7421 pmdmgr=7426
oveadmgr=7427 ovladmgr=7428 opi-sock=7429 xmpv7=7430 pmd=7431 faximum=7437 oracleas-https=7443 rise=7473
telops-lmd=7491 silhouette=7500 ovbus=7501 ovhpas=7510 pafec-lm=7511 saratoga=7542 atul=7543 nta-ds=7544 nta-us=7545
cfs=7546 cwmp=7547 tidp=7548 nls-tl=7549 sncp=7560 vsi-omega=7566 aries-kfinder=7570 sun-lm=7588 mipi-debug=7606
indi=7624 soap-http=7627 zen-pawn=7628 xdas=7629 pmdfmgt=7633 cuseeme=7648 rome=7663 imqtunnels=7674 imqtunnel=7675
imqbrokerd=7676 sun-user-https=7677 ms-do=7680 collaber=7689 klio=7697 sync-em7=7707 scinet=7708 medimageportal=7720
nsdeepfreezectl=7724 nitrogen=7725 freezexservice=7726 trident-data=7727 osvr=7728 smip=7734 aiagent=7738
scriptview=7741 sstp-1=7743 raqmon-pdu=7744 prgp=7747 cbt=7777 interwise=7778 vstat=7779 accu-lmgr=7781 minivend=7786
popup-reminders=7787 office-tools=7789 q3ade=7794 pnet-conn=7797 pnet-enc=7798 altbsdp=7799 asr=7800 ssp-client=7801
rbt-wanopt=7810 apc-7845=7845 apc-7846=7846 pss=7880 ubroker=7887 mevent=7900 tnos-sp=7901 tnos-dp=7902 tnos-dps=7903
qo-secure=7913 t2-drm=7932 t2-brm=7933 generalsync=7962 supercell=7967 micromuse-ncps=7979 quest-vista=7980 irdmi2=7999
irdmi=8000 vcom-tunnel=8001 teradataordbms=8002 mcreport=8003 mxi=8005 warppipe=8007 http-alt=8008 qbdb=8019
intu-ec-svcdisc=8020 intu-ec-client=8021 oa-system=8022 arca-api=8023 ca-audit-da=8025 ca-audit-ds=8026
papachi-p2p-srv=8027 pro-ed=8032 mindprint=8033 vantronix-mgmt=8034 ampify=8040 enguity-xccetp=8041 senomix01=8052
senomix02=8053 senomix03=8054 senomix04=8055 senomix05=8056 senomix06=8057 senomix07=8058 senomix08=8059 gadugadu=8074
http-alt=8080 sunproxyadmin=8081 us-cli=8082 us-srv=8083 d-s-n=8086 simplifymedia=8087 radan-http=8088 sac=8097
xprint-server=8100 mtl8000-matrix=8115 cp-cluster=8116 privoxy=8118 apollo-data=8121 apollo-admin=8122
paycash-online=8128 paycash-wbp=8129 indigo-vrmi=8130 indigo-vbcp=8131 dbabble=8132 isdd=8148 patrol=8160
patrol-snmp=8161 vmware-fdm=8182 itach=8184 spytechphone=8192 blp1=8194 blp2=8195 vvr-data=8199 trivnet1=8200
trivnet2=8201 lm-perfworks=8204 lm-instmgr=8205 lm-dta=8206 lm-sserver=8207 lm-webwatcher=8208 rexecj=8230
synapse-nhttps=8243 ms-mcc=8276 synapse-nhttp=8280 blp3=8292 blp4=8294 tmi=8300 amberon=8301 tnp-discover=8320 tnp=8321
garmin-marine=8322 server-find=8351 cruise-enum=8376 cruise-swroute=8377 cruise-config=8378 cruise-diags=8379
cruise-update=8380 m2mservices=8383 cvd=8400 sabarsd=8401 abarsd=8402 admind=8403 espeech=8416 espeech-rtp=8417
cybro-a-bus=8442 pcsync-https=8443 pcsync-http=8444 npmp=8450 otv=8472 vp2p=8473 noteshare=8474 fmtp=8500 rtsp-alt=8554
d-fence=8555 dof-tunnel=8567 asterix=8600 canon-mfnp=8610 canon-bjnp1=8611 canon-bjnp2=8612 canon-bjnp3=8613
canon-bjnp4=8614 sun-as-jmxrmi=8686 ibus=8733 mc-appserver=8763 openqueue=8764 ultraseek-http=8765 amcs=8766 dpap=8770
msgclnt=8786 msgsrvr=8787 acd-pm=8793 sunwebadmin=8800 truecm=8804 dxspider=8873 cddbp-alt=8880 secure-mqtt=8883
ospf-lite=8899 jmb-cds1=8900 jmb-cds2=8901 manyone-http=8910 manyone-xml=8911 wcbackup=8912 dragonfly=8913
cumulus-admin=8954 nod-provider=8980 sunwebadmins=8989 http-wmap=8990 https-wmap=8991 bctp=8999 cslistener=9000
etlservicemgr=9001 dynamid=9002 pichat=9009 tambora=9020 panagolin-ident=9021 paragent=9022 swa-1=9023 swa-2=9024
swa-3=9025 swa-4=9026 glrpc=9080 aurora=9084 ibm-rsyscon=9085 net2display=9086 classic=9087 sqlexec=9088
sqlexec-ssl=9089 websm=9090 xmltec-xmlmail=9091 XmlIpcRegSvc=9092 pdl-datastream=9100 bacula-dir=9101 bacula-fd=9102
bacula-sd=9103 peerwire=9104 xadmin=9105 hexxorecore=9111 mxit=9119 dddp=9131 apani1=9160 apani2=9161 apani3=9162
apani4=9163 apani5=9164 sirius-agent=9183 sun-as-jpda=9191 wap-wsp=9200 wap-wsp-wtp=9201 wap-wsp-s=9202
wap-wsp-wtp-s=9203 wap-vcard=9204 wap-vcal=9205 wap-vcard-s=9206 wap-vcal-s=9207 rjcdb-vcards=9208 almobile-system=9209
oma-mlp=9210 oma-mlp-s=9211 serverviewdbms=9212 serverstart=9213 ipdcesgbs=9214 insis=9215 acme=9216 fsc-port=9217
teamcoherence=9222 mon=9255 pegasus=9278 pegasus-ctl=9279 pgps=9280 swtp-port1=9281 swtp-port2=9282 callwaveiam=9283
visd=9284 n2h2server=9285 cumulus=9287 armtechdaemon=9292 storview=9293 armcenterhttp=9294 armcenterhttps=9295
vrace=9300 secure-ts=9318 guibase=9321 mpidcmgr=9343 mphlpdmc=9344 ctechlicensing=9346 fjdmimgr=9374 boxp=9380
fjinvmgr=9396 mpidcagt=9397 sec-t4net-srv=9400 sec-t4net-clt=9401 sec-pc2fax-srv=9402 git=9418 tungsten-https=9443
wso2esb-console=9444 sntlkeyssrvr=9450 ismserver=9500 mngsuite=9535 laes-bf=9536 trispen-sra=9555 ldgateway=9592
cba8=9593 msgsys=9594 pds=9595 mercury-disc=9596 pd-admin=9597 vscp=9598 robix=9599 micromuse-ncpw=9600
streamcomm-ds=9612 condor=9618 odbcpathway=9628 uniport=9629 xmms2=9667 tec5-sdctp=9668 client-wakeup=9694 ccnx=9695
board-roar=9700 l5nas-parchan=9747 board-voip=9750 rasadv=9753 tungsten-http=9762 davsrc=9800 sstp-2=9801 davsrcs=9802
sapv1=9875 cyborg-systems=9888 gt-proxy=9889 monkeycom=9898 iua=9900 domaintime=9909 sype-transport=9911 apc-9950=9950
apc-9951=9951 apc-9952=9952 acis=9953 odnsp=9966 dsm-scm-target=9987 osm-appsrvr=9990 osm-oev=9991 palace-1=9992
palace-2=9993 palace-3=9994 palace-4=9995 palace-5=9996 palace-6=9997 distinct32=9998 distinct=9999 ndmp=10000
scp-config=10001 documentum=10002 documentum_s=10003 mvs-capacity=10007 octopus=10008 swdtp-sv=10009 zabbix-agent=10050
zabbix-trapper=10051 amanda=10080 famdc=10081 itap-ddtp=10100 ezmeeting-2=10101 ezproxy-2=10102 ezrelay=10103
swdtp=10104 bctp-server=10107 nmea-0183=10110 netiq-endpoint=10113 netiq-qcheck=10114 netiq-endpt=10115
netiq-voipa=10116 iqrm=10117 bmc-perf-sd=10128 qb-db-server=10160 trisoap=10200 apollo-relay=10252 axis-wimp-port=10260
blocks=10288 MOS-lower=10540 MOS-upper=10541 MOS-aux=10542 MOS-soap=10543 MOS-soap-opt=10544 gap=10800 lpdg=10805
helix=10860 bveapi=10880 rmiaux=10990 irisa=11000 metasys=11001 weave=11095 sgi-lk=11106 vce=11111 dicom=11112
suncacao-snmp=11161 suncacao-jmxmp=11162 suncacao-rmi=11163 suncacao-csa=11164 suncacao-websvc=11165 smsqp=11201
wifree=11208 memcache=11211 imip=11319 imip-channels=11320 arena-server=11321 atm-uhas=11367 hkp=11371
tempest-port=11600 h323callsigalt=11720 emc-xsw-dcache=11723 intrepid-ssl=11751 xoraya=11876 sysinfo-sp=11967
entextxid=12000 entextnetwk=12001 entexthigh=12002 entextmed=12003 entextlow=12004 dbisamserver1=12005
dbisamserver2=12006 accuracer=12007 accuracer-dbms=12008 vipera=12012 vipera-ssl=12013 rets-ssl=12109 nupaper-ss=12121
cawas=12168 hivep=12172 linogridengine=12300 warehouse-sss=12321 warehouse=12322 italk=12345 tsaf=12753 i-zipqd=13160
bcslogc=13216 rs-pias=13217 powwow-client=13223 powwow-server=13224 bprd=13720 bpdbm=13721 bpjava-msvc=13722
vnetd=13724 bpcd=13782 vopied=13783 nbdb=13785 nomdb=13786 dsmcc-config=13818 dsmcc-session=13819 dsmcc-passthru=13820
dsmcc-download=13821 dsmcc-ccp=13822 ucontrol=13894 dta-systems=13929 scotty-ft=14000 sua=14001 sage-best-com1=14033
sage-best-com2=14034 vcs-app=14141 icpp=14142 gcm-app=14145 vrts-tdd=14149 vad=14154 cps=14250 ca-web-update=14414
hde-lcesrvr-1=14936 hde-lcesrvr-2=14937 hydap=15000 xpilot=15345 cisco-snat=15555 bex-xr=15660 ptp=15740
sun-sea-port=16161 etb4j=16309 pduncs=16310 pdefmns=16311 netserialext1=16360 netserialext2=16361 netserialext3=16367
netserialext4=16368 connected=16384 newbay-snc-mc=16900 sgcip=16950 intel-rci-mp=16991 amt-soap-http=16992
amt-soap-https=16993 amt-redir-tcp=16994 amt-redir-tls=16995 isode-dua=17007 soundsvirtual=17185 chipper=17219
avtp=17220 avdecc=17221 trdp-md=17225 integrius-stp=17234 ssh-mgmt=17235 ea=17729 zep=17754 zigbee-ip=17755
zigbee-ips=17756 biimenu=18000 opsec-cvp=18181 opsec-ufp=18182 opsec-sam=18183 opsec-lea=18184 opsec-omi=18185
ohsc=18186 opsec-ela=18187 checkpoint-rtm=18241 gv-pf=18262 ac-cluster=18463 rds-ib=18634 rds-ip=18635 ique=18769
infotos=18881 apc-necmp=18888 igrid=19000 scintilla=19007 opsec-uaa=19191 ua-secureagent=19194 keysrvr=19283
keyshadow=19315 mtrgtrans=19398 hp-sco=19410 hp-sca=19411 hp-sessmon=19412 fxuptp=19539 sxuptp=19540 jcp=19541
dnp-sec=19999 dnp=20000 microsan=20001 commtact-http=20002 commtact-https=20003 openwebnet=20005 opendeploy=20014
nburn_id=20034 tmophl7mts=20046 mountd=20048 nfsrdma=20049 tolfab=20167 ipdtp-port=20202 ipulse-ics=20222
emwavemsg=20480 track=20670 athand-mmp=20999 irtrans=21000 dfserver=21554 vofr-gateway=21590 tvpm=21800 webphone=21845
netspeak-is=21846 netspeak-cs=21847 netspeak-acd=21848 netspeak-cps=21849 snapenetio=22000 optocontrol=22001
optohost002=22002 optohost003=22003 optohost004=22004 optohost004=22005 wnn6=22273 cis=22305 showcockpit-net=22333
cis-secure=22343 wibukey=22347 codemeter=22350 talikaserver=22763 aws-brf=22800 brf-gw=22951 inovaport1=23000
inovaport2=23001 inovaport3=23002 inovaport4=23003 inovaport5=23004 inovaport6=23005 elxmgmt=23333 novar-dbase=23400
novar-alarm=23401 novar-global=23402 med-ltp=24000 med-fsp-rx=24001 med-fsp-tx=24002 med-supp=24003 med-ovw=24004
med-ci=24005 med-net-svc=24006 filesphere=24242 vista-4gl=24249 ild=24321 intel_rci=24386 tonidods=24465 binkp=24554
canditv=24676 flashfiler=24677 proactivate=24678 tcc-http=24680 find=24922 icl-twobase1=25000 icl-twobase2=25001
icl-twobase3=25002 icl-twobase4=25003 icl-twobase5=25004 icl-twobase6=25005 icl-twobase7=25006 icl-twobase8=25007
icl-twobase9=25008 icl-twobase10=25009 vocaltec-hos=25793 tasp-net=25900 niobserver=25901 nilinkanalyst=25902
niprobe=25903 quake=26000 scscp=26133 wnn6-ds=26208 ezproxy=26260 ezmeeting=26261 k3software-svr=26262
k3software-cli=26263 exoconfig=26487 exonet=26489 imagepump=27345 jesmsjc=27442 kopek-httphead=27504 ars-vista=27782
tw-auth-key=27999 nxlmd=28000 voxelstorm=28200 siemensgsm=28240 otmp=29167 pago-services1=30001 pago-services2=30002
amicon-fpsu-ra=30003 kingdomsonline=30260 dilithium3=30939 ovobs=30999 eldim=31337 xqosd=31416 tetrinet=31457
lm-mon=31620 gamesmith-port=31765 iceedcp_tx=31948 iceedcp_rx=31949 iracinghelper=32034 t1distproc60=32249
apm-link=32483 sec-ntb-clnt=32635 DMExpress=32636 filenet-powsrm=32767 filenet-tms=32768 filenet-rpc=32769
filenet-nch=32770 filenet-rmi=32771 filenet-pa=32772 filenet-cm=32773 filenet-re=32774 filenet-pch=32775
filenet-peior=32776 filenet-obrok=32777 mlsn=32801 idmgratm=32896 aurora-balaena=33123 diamondport=33331
traceroute=33434 snip-slave=33656 turbonote-2=34249 p-net-local=34378 p-net-remote=34379 profinet-rt=34962
profinet-rtm=34963 profinet-cm=34964 profinet-cm-sec=34965 ethercat=34980 rt-viewer=35001 rt-classmanager=35004
axio-disc=35100 allpeers=36001 kastenxpipe=36865 neckar=37475 unisys-eportal=37654 galaxy7-data=38201 fairview=38202
agpolicy=38203 turbonote-1=39681 safetynetp=40000 cscp=40841 csccredir=40842 csccfirewall=40843 fs-qos=41111
z-wave-s=41230 crestron-cip=41794 crestron-ctp=41795 candp=42508 candrp=42509 caerpc=42510 reachout=43188
ndm-agent-port=43189 ip-provision=43190 ciscocsdb=43441 pmcd=44321 pmproxy=44322 rbr-debug=44553 EtherNet/IP-2=44818
invision-ag=45054 witsnet=45185 eba=45678 qdb2service=45825 ssr-servermgr=45966 mediabox=46999 mbus=47000
dbbrowse=47557 directplaysrvr=47624 ap=47806 bacnet=47808 nimcontroller=48000 nimspooler=48001 nimhub=48002
nimgtw=48003 isnetserv=48128 blp5=48129 com-bardac-dw=48556 iqobject=48619 robotraconteur=48653
`

/** Names of TCP alone. */
export const tcpOnly = `
webcache=8080 squid=3128 www-http=80 kube-apiserver=6443
imap=143 pt-tls=271 tacacss=300 rpki-rtr=323 rpki-rtr-tls=324 macon-tcp=456 submissions=465 tn-tl-w1=474 exec=512
login=513 shell=514 efs=520 oob-ws-http=623 ipps=631 oob-ws-https=664 rfile=750 submit=773 rpasswd=774 entomb=775
owamp-control=861 twamp-control=862 cddbp=888 rndc=953 imaps=993 busboy=998 webpush=1001 webadmstart=1110
accelenet=1182 tibet-server=1407 shivahose=1549 tn-tl-r1=1580 radio-sm=1596 netcomm1=1676 predatar-comms=1753 vdab=1775
dc=2001 mailbox=2004 berknet=2005 invokator=2006 dectalk=2007 conf=2008 news=2009 search=2010 raid-cc=2011 ttyinfo=2012
raid-am=2013 troff=2014 cypress=2015 cypress-stat=2017 terminaldb=2018 whosockami=2019 servexec=2021 down=2022
ellpack=2025 ssmc=2187 radware-rpm=2188 radware-rpm-s=2189 rcip-itu=2225 rda=2371 remographlm=2373 hydra=2374
docker=2375 docker-s=2376 swarm=2377 etcd-client=2379 etcd-server=2380 sd-request=2384 railgun-webaccl=2408
veritas-tcp1=2802 msrp=2855 m3ua=2905 origo-native=3001 gw=3010 xplat-replicate=3071 autocuelog=3104 pcmk-remote=3121
ceph=3300 gprs-data=3386 ltctcp=3487 nvmsgd=3519 m2pa=3565 quest-data-hub=3566 dmaf-server=3574 easl=3693 xpanel=3737
sitewatch-s=3766 shiprush-db-svr=3841 asap-tcp=3863 asap-tcp-tls=3864 diameter=3868 cssp=4078 ezmessagesrv=4085
applusservice=4087 npsp=4088 minirem=4120 iadt=4169 d-cinema-csp=4170 ml-svnet=4171 smcluster=4174 bccp=4175
tl-ipcproxy=4176 boxbackupstore=4186 csc_proxy=4187 pcep=4189 sieve=4190 azeti=4192 pvxplusio=4193 spdm=4194
p6ssmc=4311 pscl-mgt=4312 perrla=4313 choiceview-agt=4314 choiceview-clt=4316 opentelemetry=4317 geognosisadmin=4325
publiqare-sync=4329 dey-sapi=4330 ktickets-rest=4331 getty-focus=4332 netconf-ch-ssh=4334 netconf-ch-tls=4335
restconf-ch-tls=4336 matrix_vnet=4360 l2c-control=4371 psi-ptt=4374 apwi-imserver=4391 apwi-rxserver=4392
apwi-rxspooler=4393 fly=4396 nacagent=4407 slscc=4408 netcabinet-com=4409 itwo-server=4410 found=4411 vision-mon=4413
updog=4414 brcd-vr-req=4415 pjj-player=4416 workflowdir=4417 cbp=4419 scaleft=4421 tsepisp=4422 thingkit=4423
drizzle=4427 omviserver=4428 omviagent=4429 wspipe=4431 vop=4433 ntske=4460 agtp=4480 assyst-dr=4485 prex-tcp=4487
icshostsvc=4553 amahi-anywhere=4563 deploymentmap=4570 cardifftec-back=4573 rid=4590 mtsserver=4602 menandmice-upg=4603
irp=4604 sixchat=4605 sixid=4606 npqes-test=4703 assuria-ins=4704 fcis=4727 remcap=4731 resorcs=4733 sicct=4742
simon=4753 RDCenter=4756 converge=4774 smart-install=4786 sia-ctrl-plane=4787 xmcp=4788 notateit=4803 opcua-tcp=4840
wsdl-event=4879 hislip=4880 wmlserver=4883 xcap-portal=4888 xcap-control=4889 flr_agent=4901 magiccontrol=4902
lutap=4912 lutcp=4913 frcs=4915 dbsyncarbiter=4953 burp=4971 webyast=4984 gerhcs=4985 fmwp=5015 qvr=5028
signacert-agent=5032 jtnetd-server=5033 jtnetd-status=5034 osp=5045 texai=5048 rlm=5053 rlm-admin=5054 csrpc=5063
bitforestsrv=5068 pvaccess=5075 aprigo-cs=5086 biotic=5087 talarian-tcp=5101 actifio-c2c=5103 actifioudsagent=5106
actifioreplic=5107 ev-services=5114 autobuild=5115 gradecam=5117 ppactivation=5134 erp-scale=5135 social-alarm=5146
rugameonline=5156 mediat=5157 snmpssh=5161 snmpssh-trap=5162 sbackup=5163 vpa=5164 pcoip-mgmt=5172 cpscomm=5194
ampl-lic=5195 ampl-tableproxy=5196 tunstall-lwp=5197 nomad=5209 noteza=5215 xmpp-client=5222 hpvroom=5228 jaxflow=5229
jaxflow-data=5230 crusecontrol=5231 csedaemon=5232 enfs=5233 attune=5242 xycstatus=5243 downtools=5245 kpdp=5253
logcabin=5254 xmpp-server=5269 cuelink=5271 xmpp-bosh=5280 undo-lm=5281 hpbladems=5316 hpdevms=5317 pkix-cmc=5318
bsfserver-zn=5320 bsfsvr-zn-ssl=5321 smbdirect=5445 tiepie=5450 apsolab-col=5470 apsolab-cols=5471 apsolab-tag=5472
apsolab-tags=5473 apsolab-data=5475 psl-management=5507 qftest-lic-mcp=5543 cbus=5550 farenet=5557 dp-bura=5565
westec-connect=5566 rdmnet-ctrl=5569 lsi-bobcat=5574 ora-oap=5575 fdtracks=5579 att-mt-sms=5586 efr=5618 sfmsso=5635
sfm-db-server=5636 cssc=5637 flcrs=5638 ics=5639 vfmobile=5646 nrpe=5666 filemq=5670 rbsystem=5693 kmip=5696
supportassist=5700 storageos=5705 ms-ilm=5725 ms-ilm-sts=5726 asgenf=5727 io-dist-data=5728 vts-rpc=5780
enlabel-dpl=5798 autopassdaemon=5820 shiprush-d-ch=5841 reversion=5842 diameters=5868 jute=5883 cim-rs=5993
rms-agent=5994 gsmp-ancp=6068 dpm-acm=6075 msft-dpm-cert=6076 iconstructsrv=6077 reload-config=6084 doglms=6088
raxa-mgmt=6099 dayliteserver=6113 wrspice=6114 xic=6115 xtlserv=6116 daylitetouch=6117 spdy=6121 damewaremobgtwy=6130
efb-aci=6159 ecmp=6160 jeol-nsdtp-1=6241 jeol-nsdtp-2=6242 jeol-nsdtp-3=6243 jeol-nsdtp-4=6244 gld=6267 scup=6315
nav-data-cmd=6317 iona-data=6318 hrd-ncs=6324 dt-mgmtsvc=6325 dt-vra=6326 streletz=6344 redis=6379 syserverremote=6418
svdrp=6419 pgbouncer=6432 heliosd=6440 tarp=6442 netconf-tls=6513 checkmk-agent=6556 canit_store=6568 mshvlm=6600
mstmg-sstp=6601 wsscomfrmwk=6602 datascaler-db=6624 datascaler-ctl=6625 mxodbc-connect=6632 ovsdb=6640
pcs-sf-ui-man=6655 emgmsg=6656 vfbp=6678 clever-ctrace=6687 clever-tcpip=6688 cleverdetect=6690 ircs-u=6697
princity-agent=6716 ntz-tracker=6777 ntz-p2p-storage=6778 radg=6789 pentbox-sim=6817 acctopus-cc=6868 rtimeviewer=6900
jetstream=6901 conductor=6970 fisa-svc=7018 doceri-ctl=7019 loreji-panel=7026 iposplanet=7031 iba-cfg=7072 martalk=7073
rothaga=7117 casrmagent=7167 cnckadserver=7168 metalbend=7172 zsecure=7173 pon-ictp=7202 PS-Server=7215
PS-Capture-Pro=7216 citrixupp=7228 citrixuppg=7229 asa-gateways=7234 display=7236 pads=7237 frc-hicp=7244
mzca-action=7282 genstat=7283 sttunnel=7471 neo4j=7474 openit=7478 adcp=7508 acplt=7509 controlone-con=7551 cfw=7563
dell-eql-asm=7569 coherence=7574 wtmi-panel=7575 simco=7626 hawk=7630 tesla-sys-msg=7631 authoritygate=7668
imqstomp=7672 imqstomps=7673 dmt=7683 bolt=7687 sovd=7690 em7-secom=7700 msss=7742 inetfs=7775 csoauth=7847
mobileanalyzer=7869 rbt-smc=7870 mdm=7871 owms=7878 sossd-collect=7981 sossd-agent=7982 pushns=7997 p2pevolvenet=8004
wpl-analytics=8006 nvme-disc=8009 cfg-cloud=8015 ads-s=8016 fs-agent=8042 fs-server=8043 fs-mgmt=8044 rocrail=8051
nikatron-dev=8061 toad-bi-appsrvr=8066 infi-async=8067 ucs-isc=8070 websnp=8084 opsmessaging=8090 jamlink=8091
ldoms-migr=8101 kz-migr=8102 purityrpc=8117 puppet=8140 quantastor=8153 lpar2rrd=8162 intermapper=8181 proremote=8183
gcp-rphy=8190 limnerpressure=8191 robot-remote=8270 libelle=8282 hiperscan-id=8293 hub-open-net=8313 svcloud=8404
svbackup=8405 dlpx-sp=8415 aritts=8423 pgbackrest=8432 copy=8445 matrix-fed=8448 nexentamv=8457 cisco-avp=8470
pim-port=8471 cmtp-mgt=8501 ftnmtp=8502 imink=8615 monetra=8665 monetra-admin=8666 spartan=8668 msi-cps-rm=8675
openremote-ctrl=8688 vnyx=8699 semi-grpc=8710 nvc=8711 dey-keyneg=8750 core-of-source=8767 sandpolis=8768
oktaauthenticat=8769 uec=8778 galaxy4d=8881 ddi-tcp-1=8888 ddi-tcp-2=8889 ddi-tcp-3=8890 ddi-tcp-4=8891 ddi-tcp-5=8892
ddi-tcp-6=8893 ddi-tcp-7=8894 dpp=8908 twds=8937 ub-dns-control=8953 oracle-ms-ens=8997 canto-roboflow=8998 golem=9005
ogs-server=9008 sdr=9010 versiera=9050 fio-cmgmt=9051 CardWeb-IO=9060 emc-pp-mgmtsvc=9083 copycat=9093 astergate=9106
astergatefax=9107 grcmp=9122 grcp=9123 sphinxql=9306 sapms=9310 sphinxapi=9312 gnmi-gnoi=9339 gribi=9340 rancher=9345
d2dconfig=9387 d2ddatatrans=9388 adws=9389 otp=9390 mindarray-ca=9445 p4runtime=9559 iadt-tls=9614 erunbook_agent=9616
erunbook_server=9617 peoctlr=9630 peocoll=9631 pqsflows=9640 zoomcp=9666 sd=9876 x510=9877 xybrid-cloud=9925 hinp=9954
alljoyn-stm=9955 xybrid-rt=9978 visweather=9979 pumpkindb=9981 kaostransport=9986 nsesrvr=9988 emcrmirccd=10004
emcrmird=10005 netapp-sync=10006 rxapi=10010 abb-hw=10020 qptlmd=10055 cimple=10125 bmc-gms=10129 snmptls=10161
snmptls-trap=10162 rsms=10201 tile-ml=10261 cirrossp=10443 serverdocs=10548 printopia=10631 nbd=10809
octopustentacle=10933 origo-sync=11103 netapp-icmgmt=11104 netapp-icdata=11105 sgi-dmfmgr=11109 sgi-soap=11110
oemcacao-jmxmp=11172 t5-straton=11173 oemcacao-rmi=11174 oemcacao-websvc=11175 dcsl-backup=11202 xcompute=11235
ollama=11434 asgcypresstcps=11489 emc-xsw-dconfig=11623 lanschool=11796 tibsd=11971 edbsrvr=12010 rads=12302
carb-repl-ctrl=12546 netperf=12865 emc-vcas-tcp=13218 doip-data=13400 bmdss=13823 a-trust-rpc=13832 medevolve=13930
icpps=14143 vcscmd=14150 xpra=14500 onep-tls=15002 programmar=15999 fmsas=16000 fmsascon=16001 gsms=16002 jwpc=16020
jwpc-bin=16021 solaris-audit=16162 rdgs=16385 xoms=16619 axon-tunnel=16665 cadsisvr=16789 ncpu=17010 vestasdlp=17184
isa100-gci=17223 db-lsp=17500 ailith=17555 sw-orion=17777 radpdf=18104 racf=18136 iclid=18242 clusterxl=18243
vdmmesh=18668 j-link=19020 cora=19220 faircom-db=19790 iec-104-sec=19998 ss-idi=20013 avesterra=20057 crtech-nlm=20810
notezilla-lan=21010 trinket-agent=21212 cohesity-agent=21213 aigairserver=21221 xahaud=21337 rdm-tfs=21553 sal=21801
dcap=22125 gsidcap=22128 easyengine=22222 shrewd-control=22335 codemeter-cmwan=22351 caldsoft-backup=22537
vocaltec-wconf=22555 gntp=23053 aequus=23456 aequus-alt=23457 areaguard-neo=23546 vrmg-ip=24323 bilobit=24577
sdtvwcam=24666 cslg=24754 db2c-tls=25100 sauterdongle=25576 idtp=25604 cockroach=26257 exoline-tcp=26486
flex-lmadmin=27010 chlenix=27016 mongodb=27017 astrolink=27876 pqsp=28001 gruber-cashreg=28010 thor-engine=28080
bosswave=28589 saltd-licensing=29000 bingbang=29999 ndmps=30000 rwp=30100 gs-realtime=30400 ka-sddp=31016
autotrac-acp=31020 pace-licensed=31400 dsx_monitor=31685 plex=32400 retp=32811 wg-endpt-comms=33000 mysqlx=33060
dgi-serv=33333 speedtrace=33334 digilent-adept=33890 dhanalakshmi=34567 heathview=35000 rt-sound=35002
rt-devicemapper=35003 rt-labtracker=35005 rt-helper=35006 kitim=35354 altova-lm=35355 guttersnex=35356
openstack-id=35357 febooti-aw=36524 observium-agent=36602 mapx=36700 gdrive-sync=37483 eftp=37601 ivs-database=38000
ivs-insertion=38001 cresco-control=38002 psqlmws=38638 sruth=38800 secrmmsafecopya=38865 vroa=39063 sptx=40404
tentacle=41121 crestron-cips=41796 crestron-ctps=41797 curiosity=42999 recvr-rc=43000 noit-transport=43191
shaperai=43210 eq3-update=43439 ew-mgmt=43440 z-wave-tunnel=44123 pmwebapi=44323 cognex-dataman=44444
acronis-backup=44445 m3da=44900 asmp=45000 asmps=45001 rs-status=45002 synctest=45045 cloudcheck=45514 dai-shell=45824
inedo=46336 spremotetablet=46998 winrm=47001 nimbusdb=48004 nimbusdbctrl=48005 juka=48048 weandsf=48050 matahari=49000
nusrp=49001 inspider=49150
`

/** Names of UDP alone. */
export const udpOnly = `
gist=270 macon-udp=456 igmpv3lite=465 tn-tl-w2=474 biff=512 who=513 syslog=514 router=520 asf-rmcp=623 ipp=631
asf-secure-rmcp=664 pana=716 kerberos-iv=750 notify=773 acmaint_dbd=774 acmaint_transd=775 owamp-test=861
twamp-test=862 accessbuilder=888 rift-lies=914 rift-ties=915 puparp=998 nfsd-keepalive=1110 accelenet-data=1182
shivasound=1549 tn-tl-r2=1580 radio-bc=1596 netcomm2=1676 wizard=2001 emce=2004 oracle=2005 raid-cd=2006 raid-am=2007
terminaldb=2008 whosockami=2009 pipe_server=2010 servserv=2011 raid-ac=2012 raid-cd=2013 raid-sf=2014 raid-cs=2015
bootclient=2017 rellpack=2018 about=2019 xinuexpansion1=2021 xinuexpansion2=2022 xribs=2025 ssmd=2187 dali=2378
sd-capacity=2384 veritas-udp1=2802 ping-pong=3010 autocuetime=3104 gprs-sig=3386 ltcudp=3487 galileo=3519
dmaf-caster=3574 asap-udp=3863 ascomalarm=4077 fortisphere-vm=4084 ftsync=4086 iadt-disc=4169 mma-discovery=4173
sm-disc=4174 dsmipv6=4191 azeti-bd=4192 geognosisman=4325 lisp-data=4341 lisp-control=4342 nacnl=4361
afore-vdp-disc=4362 shadowstream=4366 l2c-disc=4371 apwi-disc=4394 smallchat=4412 vision-mon-disc=4413
pjj-player-disc=4416 axysbridge=4418 netblox=4441 agtp-quic=4480 m-bus-oms=4503 armagetronad=4534 mtcevrunqss=4557
mtcevrunqman=4558 hrpd-ith-at-an=4592 ventoso=4621 a26-fap-fgw=4726 fcis-disc=4727 gsmtap=4729 ohmtrigger=4732
sicct-sdp=4742 intelliadm-disc=4746 buschtrommel=4747 simon-disc=4753 gre-in-udp=4754 gre-udp-dtls=4755 cncp=4785
vxlan=4789 vxlan-gpe=4790 roce=4791 uet=4793 veroce=4794 notateit-disc=4803 aja-ntv4-disc=4804 opcua-udp=4840
inst-discovery=4878 socp-t=4881 socp-c=4882 an-signaling=4936 atsc-mh-ssc=4937 ctxs-vpp=4980 onpsocket=5014 dmp=5031
vpm-udp=5046 iscape=5047 rlm-disc=5053 locus-disc=5058 pixelpusher=5078 cp-spxrpts=5079 magpie=5092 talarian-udp=5101
tinymessage=5104 hughes-ap=5105 emb-proj-cmd=5116 minotaur-sa=5136 vpa-disc=5164 downtools-disc=5245
capwap-control=5246 capwap-data=5247 cuelink-disc=5271 pcp-multicast=5350 pcp=5351 kdnet=5364 pmip6-cntl=5436
pmip6-data=5437 tiepie-disc=5450 apsolab-rpc=5474 rdmnet-device=5569 zre-disc=5670 brightcore=5682 gog-multiplayer=5687
io-dist-group=5728 ibar=5784 cisco-redu=5786 waascluster=5787 spdp=5794 gue=6080 geneve=6081 p25cai=6082
miami-bcast=6083 doglms-notify=6088 tipc=6118 ecmp-data=6160 thermo-calc=6201 jeol-nsddp-1=6241 jeol-nsddp-2=6242
jeol-nsddp-3=6243 jeol-nsddp-4=6244 scup-disc=6315 nav-data=6317 hrd-ns-disc=6324 ndn=6363 svdrp-disc=6419
dccp-udp=6511 rp-reputation=6568 cisco-vpath-tun=6633 mpls-pm=6634 mpls-udp=6635 mpls-udp-dtls=6636 palcom-disc=6657
vfbp-disc=6678 babel=6696 babel-dtls=6699 bfd-lag=6784 acctopus-st=6868 qolyester=6980 doceri-view=7019 quest-disc=7040
iba-cfg-disc=7072 zixi-transport=7088 jdp-disc=7095 aes-x170=7107 janus-disc=7181 aspcoordination=7235
frc-hicp-disc=7244 mzca-alert=7282 ipluminary=7420 cloudsignaling=7550 coherence-disc=7574 s-bfd=7784 vns-tp=7802
mipv6tls=7872 sossd-disc=7982 usicontentpush=7998 wpl-disc=8006 cisco-cloudsec=8017 aero=8060 skynetflow=8111
eor-game=8149 aesop=8202 aruba-papi=8211 hncp-udp-port=8231 hncp-dtls-port=8232 espeasy-p2p=8266 libelle-disc=8282
marathontp=8384 aws-as2=8433 copy-disc=8445 cmtp-av=8501 lsp-self-ping=8503 canon-cpp-disc=8609 msi-cps-rm-disc=8675
dtp-net=8732 pfcp=8805 hes-clip=8807 ssports-bcast=8808 ddi-udp-1=8888 ddi-udp-2=8889 ddi-udp-3=8890 ddi-udp-4=8891
ddi-udp-5=8892 ddi-udp-6=8893 ddi-udp-7=8894 nod-client=8981 ogs-client=9007 d-star=9011 CardWeb-RT=9060
cisco-aqos=9081 astergate-disc=9106 traingpsdata=9277 n2receive=9286 sma-spw=9522 mc-comm=9632 kca-service=9878
sctp-tunneling=9899 enrp=9901 multicast-ping=9903 alljoyn-mcm=9955 alljoyn=9956 cefd-vmp=10023 nmea-onenet=10111
snmpdtls=10161 snmpdtls-trap=10162 rscs=10201 eapol-relay=10253 bngsync=10439 hip-nat-t=10500 nmc-disc=10810
myq-termlink=11108 snss=11171 lsdp=11430 lanschool-mpt=11796 x2e-disc=11877 ghvpn=12009 emc-vcas-udp=13218
doip-disc=13400 scotty-disc=14002 v2g-secc=15118 alfin=16003 vtp=16666 cpsp=17222 trdp-pd=17224 db-lsp-disc=17500
heythings=18516 vdmmesh-disc=18668 cora-disc=19220 mle=19788 ss-idi-disc=20012 shrewd-stream=22335 vocaltec-phone=22555
s102=23272 hid=24322 bilobit-update=24577 udpstp=24601 assoc-disc=24850 bf-game=25954 bf-master=25955 exoline-udp=26486
a27-ran-ran=28119 amicon-fpsu-s=30004 samsung-disc=30832 ka-kdp=31016 yawn=31029 speedtrace-disc=33334 mtrace=33435
edi_service=34567 profinet-rt-sec=34966 altova-lm-disc=35355 wlcp=36411 crescoctrl-disc=38002 k-patentssensor=40023
ortec-disc=40853 recvr-rc-disc=43000 shaperai-disc=43210 hmip-routing=43438 eq3-config=43439 ew-disc-cmd=43440
domiq=44544 asihpi=44600 m3da-disc=44900 asmp-mon=45000 cloudcheck-ping=45514 jvl-mactalk=47100 presonus-ucnet=47809
nusdp-disc=49001
`
