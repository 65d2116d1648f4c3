# Sends frames as they are: each comes with the index of the interface that it leaves by. An index of 0 asks for an answer.
use strict;
use warnings;

my $all = 0x0003;
socket(my $wire, 17, 3, unpack('S', pack('n', $all))) or die "no packet socket: $!\n";
my $count = 0;
while (1) {
  my ($index, $length) = unpack('nn', take(4));
  if ($index == 0) { syswrite(STDOUT, "$count\n"); $count = 0; next }
  my $frame = take($length);
  # struct sockaddr_ll: family, protocol, index, hardware type, packet type, length of the address, address
  my $place = pack('SnlSCCx8', 17, 0x0800, $index, 0, 0, 6);
  send($wire, $frame, 0, $place) or die "send: $!\n";
  # The queue of a processor holds 1000 frames: let it run empty.
  select(undef, undef, undef, 0.0005) if ++$count % 100 == 0;
}

sub take {
  my ($wanted) = @_;
  our $rest //= '';
  while (length($rest) < $wanted) {
    my $more = sysread(STDIN, $rest, 65536, length($rest));
    exit 0 unless $more;
  }
  return substr($rest, 0, $wanted, '');
}
