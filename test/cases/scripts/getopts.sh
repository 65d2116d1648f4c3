#!/bin/bash
MODE="start"
while getopts "d:x" o; do case $o in d) MODE=$OPTARG;; x) set -x;; esac; done
shift $((OPTIND-1))
do_start() { iptables -A INPUT -p tcp --dport 22 -j ACCEPT; }
do_stop() { iptables -D INPUT -p tcp --dport 22 -j ACCEPT; }
"do_$MODE"
