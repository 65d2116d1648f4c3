#!/bin/sh
iptables-restore --test /etc/fw/own && iptables-restore --noflush /etc/fw/own
