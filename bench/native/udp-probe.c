/*
 * Raw UDP from outside the browser: validates the emulated link and watches its queue.
 *
 *   udp-probe serve ADDRESS PORT                               echoes pings, counts floods
 *   udp-probe ping  ADDRESS PORT INTERVAL_MS SECONDS IP_BYTES  a line of JSON: one rtt per ping, null when lost
 *   udp-probe flood ADDRESS PORT KBPS SECONDS IP_BYTES         a line of JSON: what was sent and what arrived
 * IP_BYTES and KBPS count the IP and UDP headers. `ping` may be ended early with SIGTERM.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define HEADERS 28
#define MAX_PINGS 100000
#define DRAIN_NS 1500000000LL
typedef int64_t ns_t;

struct message {
  char kind; /* P ping, F flood, Q query and its answer, Z forget the flood before */
  uint32_t sequence;
  ns_t sent;
};
struct tally {
  uint64_t packets, bytes;
  ns_t first, last;
  uint32_t first_bytes;
};
struct answer {
  struct message head;
  struct tally tally;
};

static volatile sig_atomic_t ended;
static void end(int signal) { (void)signal, ended = 1; }

static ns_t now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static struct sockaddr_in address_of(const char *host, const char *port) {
  struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(atoi(port))};
  inet_aton(host, &a.sin_addr);
  return a;
}

static int serve(int fd, const struct sockaddr_in *here) {
  static struct tally tally;
  char data[65536];
  if (bind(fd, (const struct sockaddr *)here, sizeof *here) < 0) return perror("bind"), 1;
  printf("ready\n");
  fflush(stdout);
  while (!ended) {
    struct sockaddr_in from;
    socklen_t length = sizeof from;
    ssize_t got = recvfrom(fd, data, sizeof data, 0, (struct sockaddr *)&from, &length);
    if (got < (ssize_t)sizeof(struct message)) continue;
    if (data[0] == 'P') sendto(fd, data, got, 0, (struct sockaddr *)&from, length);
    if (data[0] == 'F') {
      ns_t now = now_ns();
      if (tally.packets++ == 0) tally.first = now, tally.first_bytes = got + HEADERS;
      tally.last = now;
      tally.bytes += got + HEADERS;
    }
    if (data[0] == 'Z') tally = (struct tally){0};
    if (data[0] == 'Q') {
      struct answer answer = {{'Q', 0, 0}, tally};
      sendto(fd, &answer, sizeof answer, 0, (struct sockaddr *)&from, length);
    }
  }
  return 0;
}

static int wait_until(int fd, ns_t when) {
  ns_t left = when - now_ns();
  if (left < 0) left = 0;
  struct timespec timeout = {left / 1000000000LL, left % 1000000000LL};
  struct pollfd polled = {fd, POLLIN, 0};
  return ppoll(&polled, 1, &timeout, NULL) > 0;
}

static int ping(int fd, double interval_ms, double seconds, int size) {
  static ns_t sent[MAX_PINGS], back[MAX_PINGS];
  static char data[65536];
  uint32_t count = 0, most = interval_ms > 0 ? seconds * 1000 / interval_ms + 0.5 : 0;
  if (most > MAX_PINGS) most = MAX_PINGS;
  ns_t start = now_ns(), last = start;
  while (count < most || now_ns() < last + DRAIN_NS) {
    ns_t next = count < most && !ended ? start + (ns_t)(count * interval_ms * 1e6) : last + DRAIN_NS;
    if (wait_until(fd, next)) {
      ssize_t got = recv(fd, data, sizeof data, 0);
      struct message *m = (struct message *)data;
      if (got >= (ssize_t)sizeof *m && m->kind == 'P' && m->sequence < count && !back[m->sequence])
        back[m->sequence] = now_ns();
    } else if (count < most && !ended) {
      struct message *m = (struct message *)data;
      *m = (struct message){'P', count, now_ns()};
      last = sent[count] = m->sent;
      count++;
      send(fd, data, size - HEADERS, 0);
    } else break;
  }
  printf("{\"rttsMs\":[");
  for (uint32_t i = 0; i < count; i++) {
    printf(i ? "," : "");
    if (back[i]) printf("%.3f", (back[i] - sent[i]) / 1e6);
    else printf("null");
  }
  printf("]}\n");
  return 0;
}

static int flood(int fd, double kbps, double seconds, int size) {
  static char data[65536];
  uint32_t most = kbps * 1000 / 8 / size * seconds;
  double gap = size * 8e6 / kbps;
  struct message forget = {'Z', 0, now_ns()};
  send(fd, &forget, sizeof forget, 0);
  ns_t start = now_ns();
  for (uint32_t i = 0; i < most && !ended; i++) {
    while (now_ns() < start + (ns_t)(i * gap)) wait_until(fd, start + (ns_t)(i * gap));
    struct message *m = (struct message *)data;
    *m = (struct message){'F', i, now_ns()};
    send(fd, data, size - HEADERS, 0);
  }
  ns_t done = now_ns();
  struct answer answer = {0}, previous = {0};
  int asked = 0;
  /* Asks until two answers in a row agree: all that travelled has arrived. */
  for (; asked < 60 && !ended; asked++) {
    struct message query = {'Q', 0, now_ns()};
    send(fd, &query, sizeof query, 0);
    ns_t until = now_ns() + 500000000LL;
    int heard = 0;
    while (now_ns() < until)
      if (wait_until(fd, until) && recv(fd, data, sizeof data, 0) == sizeof answer)
        memcpy(&answer, data, sizeof answer), heard = 1;
    if (heard && answer.tally.packets > 0 && answer.tally.packets == previous.tally.packets) break;
    if (heard) previous = answer;
  }
  struct tally *t = &answer.tally;
  double span = (t->last - t->first) / 1e6;
  printf("{\"sent\":%u,\"received\":%lu,\"bytes\":%lu,\"spanMs\":%.3f,\"sendMs\":%.3f,\"kbps\":%.3f}\n", most,
         t->packets, t->bytes, span, (done - start) / 1e6, span > 0 ? (t->bytes - t->first_bytes) * 8 / span : 0);
  return 0;
}

int main(int argc, char **argv) {
  if (argc < 4) return fprintf(stderr, "usage: udp-probe serve|ping|flood ADDRESS PORT ...\n"), 2;
  struct sockaddr_in address = address_of(argv[2], argv[3]);
  struct sigaction action = {.sa_handler = end};
  sigaction(SIGTERM, &action, NULL);
  sigaction(SIGINT, &action, NULL);
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  prctl(PR_SET_TIMERSLACK, 1);
  struct sched_param priority = {.sched_priority = 10};
  sched_setscheduler(0, SCHED_FIFO, &priority);
  int fd = socket(AF_INET, SOCK_DGRAM, 0), big = 4 << 20;
  setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &big, sizeof big);
  if (strcmp(argv[1], "serve") == 0) return serve(fd, &address);
  if (connect(fd, (struct sockaddr *)&address, sizeof address) < 0) return perror("connect"), 1;
  if (argc != 7) return fprintf(stderr, "udp-probe %s needs three numbers\n", argv[1]), 2;
  double first = atof(argv[4]), seconds = atof(argv[5]);
  int size = atoi(argv[6]);
  if (size < HEADERS + (int)sizeof(struct message) || size > 1500) return fprintf(stderr, "bad size\n"), 2;
  if (strcmp(argv[1], "ping") == 0) return ping(fd, first, seconds, size);
  if (strcmp(argv[1], "flood") == 0) return flood(fd, first, seconds, size);
  return 2;
}
