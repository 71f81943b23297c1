/*
 * A link between two network namespaces: one TUN device in each, packets carried across in user space.
 *
 * Each direction, in this order: (policer) -> drop-tail queue bounded by waiting time -> serialisation at the
 * link's rate, constant or from a trace -> loss -> propagation delay with jitter -> the other namespace.
 * All times are computed, not slept: a late wake-up of this process delays one packet and shifts no other.
 *
 *   link-emulator CLIENT_NETNS SERVER_NETNS DEVICE SEED
 * prints `ready`, then obeys lines on stdin:
 *   set up|down KEY=VALUE...    (keys in apply_setting below; a setting not named keeps its value)
 *   trace up|down MS:KBPS ...   (steps, repeated for ever; replaces rate)
 *   allow IPV4...               (only packets from and to these addresses count and pass)
 *   reset | stats               (counters; `stats` prints one line of JSON)
 * Ends when stdin does.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <math.h>
#include <poll.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

typedef int64_t ns_t;
#define MS 1000000LL
#define MAX_PACKET 2048
#define MAX_STEPS 4096
#define MAX_ALLOWED 32

struct packet {
  ns_t release;
  uint64_t order;
  int length;
  unsigned char data[];
};

struct step {
  ns_t end; /* since the start of the trace */
  double kbps;
};

struct direction {
  int in, out;
  /* settings */
  double rate_kbps; /* 0: unlimited */
  double delay_ms, jitter_ms, jitter_tau_ms, queue_ms, loss, burst, slot_ms, policer_ms;
  /* correlated jitter: its last standard normal value, and when that was */
  double jitter_state;
  ns_t jitter_at;
  int reorder, loss_at_entry, normal_jitter;
  struct step steps[MAX_STEPS];
  int step_count;
  ns_t trace_start;
  /* state */
  ns_t busy_until, last_release, policer_time;
  double policer_tokens;
  int in_burst;
  struct packet **heap;
  size_t size, capacity;
  uint64_t order, random;
  /* counters */
  uint64_t packets_in, bytes_in, packets_out, bytes_out, queue_drops, policer_drops, losses, loss_runs, stray;
  int last_was_lost;
  ns_t max_wait, max_late;
};

static struct in_addr allowed[MAX_ALLOWED];
static int allowed_count;

static void die(const char *what) {
  perror(what);
  exit(1);
}

static ns_t now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

/* xorshift64*: reproducible for a seed. */
static double uniform(struct direction *d) {
  d->random ^= d->random >> 12;
  d->random ^= d->random << 25;
  d->random ^= d->random >> 27;
  return (double)((d->random * 2685821657736338717ULL) >> 11) / 9007199254740992.0;
}

static double standard_normal(struct direction *d) {
  double u = uniform(d);
  return sqrt(-2 * log(u > 0 ? u : 1e-12)) * cos(2 * M_PI * uniform(d));
}

/* ms. With a correlation time it is an Ornstein-Uhlenbeck process over the times at which packets leave the queue. */
static double jitter_of(struct direction *d, ns_t at) {
  if (d->jitter_ms <= 0) return 0;
  if (d->jitter_tau_ms > 0) {
    double kept = d->jitter_at ? exp(-(double)(at - d->jitter_at) / MS / d->jitter_tau_ms) : 0;
    d->jitter_state = kept * d->jitter_state + sqrt(1 - kept * kept) * standard_normal(d);
    d->jitter_at = at;
    return d->jitter_ms * d->jitter_state;
  }
  if (!d->normal_jitter) return (2 * uniform(d) - 1) * d->jitter_ms;
  return d->jitter_ms * standard_normal(d);
}

static int before(const struct packet *a, const struct packet *b) {
  return a->release != b->release ? a->release < b->release : a->order < b->order;
}

static void push(struct direction *d, struct packet *p) {
  if (d->size == d->capacity) {
    d->capacity = d->capacity ? d->capacity * 2 : 1024;
    d->heap = realloc(d->heap, d->capacity * sizeof *d->heap);
    if (!d->heap) die("realloc");
  }
  size_t i = d->size++;
  while (i > 0 && before(p, d->heap[(i - 1) / 2])) {
    d->heap[i] = d->heap[(i - 1) / 2];
    i = (i - 1) / 2;
  }
  d->heap[i] = p;
}

static struct packet *pop(struct direction *d) {
  struct packet *top = d->heap[0], *last = d->heap[--d->size];
  size_t i = 0;
  for (;;) {
    size_t child = 2 * i + 1;
    if (child >= d->size) break;
    if (child + 1 < d->size && before(d->heap[child + 1], d->heap[child])) child++;
    if (!before(d->heap[child], last)) break;
    d->heap[i] = d->heap[child];
    i = child;
  }
  if (d->size > 0) d->heap[i] = last;
  return top;
}

/* When the last bit of `bytes` leaves a link that starts sending them at `start`. */
static ns_t transmitted(struct direction *d, ns_t start, int bytes) {
  double bits = bytes * 8.0;
  if (d->step_count == 0) return d->rate_kbps > 0 ? start + (ns_t)(bits * 1e6 / d->rate_kbps) : start;
  ns_t length = d->steps[d->step_count - 1].end, at = start;
  ns_t phase = (at - d->trace_start) % length;
  int i = 0;
  while (d->steps[i].end <= phase) i++;
  for (;;) {
    ns_t left = d->steps[i].end - phase;
    double carried = d->steps[i].kbps * left / 1e6;
    if (carried >= bits && d->steps[i].kbps > 0) return at + (ns_t)(bits * 1e6 / d->steps[i].kbps);
    bits -= carried;
    at += left;
    phase = d->steps[i].end;
    if (++i == d->step_count) i = 0, phase = 0;
  }
}

/* i.i.d., or Gilbert: bursts of `burst` packets on average, none between them, `loss` overall. */
static int is_lost(struct direction *d) {
  if (d->loss <= 0) return 0;
  if (d->burst <= 1) return uniform(d) < d->loss;
  double leave = 1 / d->burst, enter = d->loss < 1 ? leave * d->loss / (1 - d->loss) : 1;
  d->in_burst = d->in_burst ? uniform(d) >= leave : uniform(d) < enter;
  return d->in_burst;
}

static void count_loss(struct direction *d, int lost) {
  if (lost) d->losses++;
  if (lost && !d->last_was_lost) d->loss_runs++;
  d->last_was_lost = lost;
}

static int passes_policer(struct direction *d, ns_t now, int length) {
  if (d->policer_ms <= 0 || d->rate_kbps <= 0) return 1;
  double depth = d->rate_kbps * d->policer_ms, bits = length * 8.0;
  d->policer_tokens += (now - d->policer_time) * d->rate_kbps / 1e6;
  if (d->policer_tokens > depth) d->policer_tokens = depth;
  d->policer_time = now;
  if (bits > d->policer_tokens) return 0;
  d->policer_tokens -= bits;
  return 1;
}

static int is_allowed(const unsigned char *data, int length) {
  if (length < 20 || data[0] >> 4 != 4) return 0;
  if (allowed_count == 0) return 1;
  int found = 0;
  for (int side = 0; side < 2; side++)
    for (int i = 0; i < allowed_count; i++)
      if (memcmp(data + 12 + 4 * side, &allowed[i], 4) == 0) {
        found++;
        break;
      }
  return found == 2;
}

static void accept_packet(struct direction *d, const unsigned char *data, int length) {
  if (!is_allowed(data, length)) {
    d->stray++;
    return;
  }
  ns_t now = now_ns();
  d->packets_in++;
  d->bytes_in += length;
  int lost = d->loss_at_entry ? is_lost(d) : 0;
  if (d->loss_at_entry) {
    count_loss(d, lost);
    if (lost) return;
  }
  if (!passes_policer(d, now, length)) {
    d->policer_drops++;
    return;
  }
  ns_t start = d->busy_until > now ? d->busy_until : now, wait = start - now;
  if (d->policer_ms > 0) start = now, wait = 0; /* a policer has no queue and no serialisation of its own */
  else if (wait > (ns_t)(d->queue_ms * MS)) {
    d->queue_drops++;
    return;
  }
  if (wait > d->max_wait) d->max_wait = wait;
  ns_t sent = d->policer_ms > 0 ? now : transmitted(d, start, length);
  d->busy_until = sent;
  if (!d->loss_at_entry) {
    lost = is_lost(d);
    count_loss(d, lost);
    if (lost) return;
  }
  if (d->slot_ms > 0) {
    ns_t slot = (ns_t)(d->slot_ms * MS);
    sent = (sent + slot - 1) / slot * slot;
  }
  ns_t release = sent + (ns_t)((d->delay_ms + jitter_of(d, sent)) * MS);
  if (release < sent) release = sent;
  if (!d->reorder && release < d->last_release) release = d->last_release;
  d->last_release = release;
  struct packet *p = malloc(sizeof *p + length);
  if (!p) die("malloc");
  p->release = release;
  p->order = d->order++;
  p->length = length;
  memcpy(p->data, data, length);
  push(d, p);
}

static void take_in(struct direction *d) {
  unsigned char data[MAX_PACKET];
  for (int i = 0; i < 64; i++) {
    ssize_t length = read(d->in, data, sizeof data);
    if (length < 0) {
      if (errno == EAGAIN || errno == EINTR) return;
      die("read");
    }
    accept_packet(d, data, (int)length);
  }
}

static void let_out(struct direction *d) {
  while (d->size > 0) {
    ns_t late = now_ns() - d->heap[0]->release;
    if (late < 0) return;
    if (late > d->max_late) d->max_late = late;
    struct packet *p = pop(d);
    if (write(d->out, p->data, p->length) == p->length) {
      d->packets_out++;
      d->bytes_out += p->length;
    } else if (errno != EIO) {
      die("write"); /* EIO: the device is still down */
    }
    free(p);
  }
}

static int apply_setting(struct direction *d, const char *key, double value) {
  struct { const char *name; double *at; } numbers[] = {
      {"rate", &d->rate_kbps}, {"delay", &d->delay_ms}, {"jitter", &d->jitter_ms},
      {"tau", &d->jitter_tau_ms}, {"queue", &d->queue_ms},
      {"loss", &d->loss},      {"burst", &d->burst},    {"slot", &d->slot_ms},     {"policer", &d->policer_ms}};
  struct { const char *name; int *at; } switches[] = {
      {"reorder", &d->reorder}, {"entry", &d->loss_at_entry}, {"normal", &d->normal_jitter}};
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
    if (strcmp(key, numbers[i].name) == 0) return *numbers[i].at = value, 1;
  for (size_t i = 0; i < sizeof switches / sizeof *switches; i++)
    if (strcmp(key, switches[i].name) == 0) return *switches[i].at = value != 0, 1;
  return 0;
}

/* The rest of a `trace` line that strtok is in the middle of. */
static void read_trace(struct direction *d) {
  ns_t end = 0;
  double total = 0;
  d->step_count = 0;
  for (char *word = strtok(NULL, " "); word && d->step_count < MAX_STEPS; word = strtok(NULL, " ")) {
    double ms, kbps;
    if (sscanf(word, "%lf:%lf", &ms, &kbps) != 2 || ms <= 0) exit(fprintf(stderr, "bad trace step %s\n", word));
    end += (ns_t)(ms * MS);
    d->steps[d->step_count++] = (struct step){end, kbps};
    total += kbps;
  }
  if (total <= 0) exit(fprintf(stderr, "a trace that carries nothing\n"));
  d->trace_start = now_ns();
}

static void print_stats(const char *name, const struct direction *d, const char *after) {
  printf("\"%s\":{\"packetsIn\":%lu,\"bytesIn\":%lu,\"packetsOut\":%lu,\"bytesOut\":%lu,\"queueDrops\":%lu,"
         "\"policerDrops\":%lu,\"losses\":%lu,\"lossRuns\":%lu,\"stray\":%lu,\"maxWaitMs\":%.3f,\"maxLateMs\":%.3f}%s",
         name, d->packets_in, d->bytes_in, d->packets_out, d->bytes_out, d->queue_drops, d->policer_drops,
         d->losses, d->loss_runs, d->stray, d->max_wait / 1e6, d->max_late / 1e6, after);
}

static void reset_counters(struct direction *d) {
  d->packets_in = d->bytes_in = d->packets_out = d->bytes_out = 0;
  d->queue_drops = d->policer_drops = d->losses = d->loss_runs = d->stray = 0;
  d->max_wait = d->max_late = 0;
}

static void obey(char *line, struct direction *up, struct direction *down) {
  char *command = strtok(line, " ");
  if (!command) return;
  if (strcmp(command, "stats") == 0) {
    printf("{");
    print_stats("up", up, ",");
    print_stats("down", down, "}\n");
  } else if (strcmp(command, "reset") == 0) {
    reset_counters(up);
    reset_counters(down);
  } else if (strcmp(command, "allow") == 0) {
    allowed_count = 0;
    for (char *word = strtok(NULL, " "); word && allowed_count < MAX_ALLOWED; word = strtok(NULL, " "))
      if (inet_aton(word, &allowed[allowed_count])) allowed_count++;
  } else {
    char *side = strtok(NULL, " ");
    struct direction *d = side && strcmp(side, "up") == 0 ? up : down;
    if (strcmp(command, "trace") == 0) {
      read_trace(d);
    } else if (strcmp(command, "set") == 0) {
      for (char *word = strtok(NULL, " "); word; word = strtok(NULL, " ")) {
        char *equals = strchr(word, '=');
        if (equals) *equals = 0;
        if (!equals || !apply_setting(d, word, atof(equals + 1)))
          exit(fprintf(stderr, "unknown setting %s\n", word));
        if (strcmp(word, "rate") == 0) d->step_count = 0;
      }
    } else exit(fprintf(stderr, "unknown command %s\n", command));
    return;
  }
  fflush(stdout);
}

static int open_tun(const char *netns, const char *device) {
  char path[256];
  snprintf(path, sizeof path, "/run/netns/%s", netns);
  int ns = open(path, O_RDONLY | O_CLOEXEC);
  if (ns < 0 || setns(ns, CLONE_NEWNET) < 0) die(path);
  close(ns);
  int fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0) die("/dev/net/tun");
  struct ifreq request = {.ifr_flags = IFF_TUN | IFF_NO_PI};
  snprintf(request.ifr_name, IFNAMSIZ, "%s", device);
  if (ioctl(fd, TUNSETIFF, &request) < 0) die("TUNSETIFF");
  return fd;
}

/* Reads what stdin has; returns 0 at its end. */
static int take_commands(struct direction *up, struct direction *down) {
  static char buffer[1 << 17];
  static size_t used;
  ssize_t got = read(0, buffer + used, sizeof buffer - 1 - used);
  if (got == 0) return 0;
  if (got < 0) return errno == EAGAIN || errno == EINTR;
  used += got;
  char *start = buffer, *end;
  while ((end = memchr(start, '\n', used - (start - buffer)))) {
    *end = 0;
    obey(start, up, down);
    start = end + 1;
  }
  used -= start - buffer;
  memmove(buffer, start, used);
  return 1;
}

int main(int argc, char **argv) {
  if (argc != 5) return fprintf(stderr, "usage: link-emulator CLIENT_NETNS SERVER_NETNS DEVICE SEED\n"), 2;
  int client = open_tun(argv[1], argv[3]), server = open_tun(argv[2], argv[3]);
  static struct direction up, down;
  uint64_t seed = strtoull(argv[4], NULL, 10);
  up.in = down.out = client;
  up.out = down.in = server;
  up.random = seed * 6364136223846793005ULL + 1442695040888963407ULL;
  down.random = (seed + 77) * 6364136223846793005ULL + 1442695040888963407ULL;
  up.queue_ms = down.queue_ms = 1000;
  /* Ahead of the browser for the processor: this is the network. Without the right it works, less exactly. */
  struct sched_param priority = {.sched_priority = 20};
  sched_setscheduler(0, SCHED_FIFO, &priority);
  prctl(PR_SET_TIMERSLACK, 1);
  prctl(PR_SET_PDEATHSIG, 15);
  fcntl(0, F_SETFL, O_NONBLOCK);
  printf("ready\n");
  fflush(stdout);
  for (;;) {
    struct pollfd polled[3] = {{client, POLLIN, 0}, {server, POLLIN, 0}, {0, POLLIN, 0}};
    struct timespec timeout = {3600, 0};
    ns_t next = INT64_MAX;
    if (up.size) next = up.heap[0]->release;
    if (down.size && down.heap[0]->release < next) next = down.heap[0]->release;
    if (next != INT64_MAX) {
      ns_t wait = next - now_ns();
      if (wait < 0) wait = 0;
      timeout = (struct timespec){wait / 1000000000LL, wait % 1000000000LL};
    }
    if (ppoll(polled, 3, &timeout, NULL) < 0 && errno != EINTR) die("ppoll");
    let_out(&up);
    let_out(&down);
    if (polled[0].revents) take_in(&up);
    if (polled[1].revents) take_in(&down);
    let_out(&up);
    let_out(&down);
    if (polled[2].revents && !take_commands(&up, &down)) return 0;
  }
}
