/* SPDX-License-Identifier: GPL-3.0-or-later */

/* delay-bridge IF_A IF_B MILLISECONDS: a two-port repeater that holds every frame for a while before it
 * sends it on.
 *
 * The kernels of many test machines come without the netem queue; this needs nothing but packet sockets. It
 * ends with its parent. */

#include <errno.h>
#include <linux/ethtool.h>
#include <linux/if_packet.h>
#include <linux/sockios.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <arpa/inet.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>

#define QUEUE_LENGTH 4096
#define FRAME_MAX    2048

typedef struct
{
  uint64_t due;
  int out;
  ssize_t length;
  unsigned char data[FRAME_MAX];
} Frame;

static Frame queue[QUEUE_LENGTH];
static unsigned head, tail;

static uint64_t
now (void)
{
  struct timespec t;

  clock_gettime (CLOCK_MONOTONIC, &t);
  return (uint64_t) t.tv_sec * 1000000000u + (uint64_t) t.tv_nsec;
}

static int
fail (const char *what)
{
  perror (what);
  exit (1);
}

/* Offloaded checksums and segments larger than a frame would not survive the copy. */
static void
switch_off (int fd, const char *name, uint32_t command)
{
  struct ethtool_value value = { .cmd = command, .data = 0 };
  struct ifreq request = { 0 };

  snprintf (request.ifr_name, sizeof request.ifr_name, "%s", name);
  request.ifr_data = (void *) &value;
  ioctl (fd, SIOCETHTOOL, &request);
}

static void
switch_offloads_off (int fd, const char *name)
{
  static const uint32_t commands[] = {
    ETHTOOL_STXCSUM, ETHTOOL_SRXCSUM, ETHTOOL_STSO, ETHTOOL_SGSO, ETHTOOL_SGRO,
  };

  for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
    switch_off (fd, name, commands[i]);
}

static int
open_port (const char *name)
{
  int fd = socket (AF_PACKET, SOCK_RAW | SOCK_NONBLOCK, htons (ETH_P_ALL));
  struct sockaddr_ll address = { .sll_family = AF_PACKET, .sll_protocol = htons (ETH_P_ALL) };
  struct packet_mreq promiscuous = { .mr_type = PACKET_MR_PROMISC };
  int one = 1;

  address.sll_ifindex = promiscuous.mr_ifindex = (int) if_nametoindex (name);
  if (fd < 0 || address.sll_ifindex == 0 || bind (fd, (struct sockaddr *) &address, sizeof address) < 0)
    fail (name);
  if (setsockopt (fd, SOL_PACKET, PACKET_ADD_MEMBERSHIP, &promiscuous, sizeof promiscuous) < 0)
    fail ("promiscuous");
  setsockopt (fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &one, sizeof one);
  switch_offloads_off (fd, name);
  return fd;
}

static void
send_what_is_due (const int ports[2])
{
  for (uint64_t t = now (); tail != head && queue[tail % QUEUE_LENGTH].due <= t; tail++)
    {
      Frame *frame = &queue[tail % QUEUE_LENGTH];

      if (send (ports[frame->out], frame->data, (size_t) frame->length, 0) < 0 && errno != EAGAIN)
        perror ("send");
    }
}

static void
wait_for_frames (struct pollfd polls[2])
{
  struct timespec timeout = { 1, 0 };

  if (tail != head)
    {
      uint64_t t = now (), due = queue[tail % QUEUE_LENGTH].due;
      uint64_t left = due > t ? due - t : 0;

      timeout.tv_sec = (time_t) (left / 1000000000u);
      timeout.tv_nsec = (long) (left % 1000000000u);
    }
  ppoll (polls, 2, &timeout, NULL);
}

static void
take_in (int port, int out, uint64_t delay)
{
  while (head - tail < QUEUE_LENGTH)
    {
      Frame *frame = &queue[head % QUEUE_LENGTH];

      frame->length = recv (port, frame->data, sizeof frame->data, 0);
      if (frame->length <= 0)
        return;
      frame->out = out;
      frame->due = now () + delay;
      head++;
    }
}

int
main (int argc, char **argv)
{
  uint64_t delay;
  int ports[2];

  if (argc == 3 && strcmp (argv[1], "--offloads-off") == 0)
    {
      switch_offloads_off (socket (AF_INET, SOCK_DGRAM, 0), argv[2]);
      return 0;
    }
  if (argc != 4)
    return 2;
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  prctl (PR_SET_TIMERSLACK, 1UL);
  ports[0] = open_port (argv[1]);
  ports[1] = open_port (argv[2]);
  delay = (uint64_t) (atof (argv[3]) * 1e6);
  for (;;)
    {
      struct pollfd polls[2] = { { ports[0], POLLIN, 0 }, { ports[1], POLLIN, 0 } };

      send_what_is_due (ports);
      wait_for_frames (polls);
      for (int i = 0; i < 2; i++)
        if (polls[i].revents & POLLIN)
          take_in (ports[i], !i, delay);
    }
}
