{ config, pkgs, ... }:
{
  networking.firewall = {
    enable = true;
    allowedTCPPorts = [ 80 443 ];
    extraCommands = ''
      iptables -I DOCKER-USER -i eth0 -j DROP
      iptables -A nixos-fw -p tcp --dport 8080 -j nixos-fw-accept
    '';
    extraStopCommands = ''
      iptables -D DOCKER-USER -i eth0 -j DROP || true
    '';
  };
}
