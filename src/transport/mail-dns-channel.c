/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-dns-channel.h"

#include <glib-unix.h>

#include "mail-dns-packet.h"

/* For the first try, in milliseconds; every round over all name servers takes twice as long as the one
 * before. One lost packet must not eat up the deadline of a whole search. */
#define TIMEOUT 2000
#define TRIES   3

struct _MailDnsChannel
{
  ares_channel ares;
  GHashTable *watches; /* socket → GSource */
  GSource *timer;
  guint depth;
  MailDnsChannelFunc callback;
  gpointer user_data;
};

static void
destroy_source (gpointer data)
{
  g_source_destroy (data);
  g_source_unref (data);
}

static gboolean
on_ready (int socket, GIOCondition condition, gpointer user_data)
{
  MailDnsChannel *self = user_data;
  gboolean failed = (condition & (G_IO_ERR | G_IO_HUP | G_IO_NVAL)) != 0;
  gboolean readable = failed || condition & G_IO_IN;
  gboolean writable = failed || condition & G_IO_OUT;

  ares_process_fd (mail_dns_channel_enter (self), readable ? socket : ARES_SOCKET_BAD,
                   writable ? socket : ARES_SOCKET_BAD);
  mail_dns_channel_leave (self);
  return G_SOURCE_CONTINUE;
}

/* Called by c-ares whenever it waits for something else; for nothing, before it closes a socket. */
static void
on_socket_state (void *data, ares_socket_t socket, int readable, int writable)
{
  MailDnsChannel *self = data;
  GIOCondition condition = (readable ? G_IO_IN : 0) | (writable ? G_IO_OUT : 0);
  GSource *source;

  g_hash_table_remove (self->watches, GINT_TO_POINTER (socket));
  if (condition == 0)
    return;
  source = g_unix_fd_source_new (socket, condition);
  g_source_set_static_name (source, "[siegel] dns socket");
  g_source_set_callback (source, G_SOURCE_FUNC (on_ready), self, NULL);
  g_source_attach (source, NULL);
  g_hash_table_insert (self->watches, GINT_TO_POINTER (socket), source);
}

static gboolean
on_timeout (gpointer user_data)
{
  MailDnsChannel *self = user_data;

  ares_process_fd (mail_dns_channel_enter (self), ARES_SOCKET_BAD, ARES_SOCKET_BAD);
  mail_dns_channel_leave (self);
  return G_SOURCE_CONTINUE;
}

/* One source for the life of the channel; without a question in it, it never becomes ready. */
static void
set_timer (MailDnsChannel *self)
{
  struct timeval buffer;
  struct timeval *left = ares_timeout (self->ares, NULL, &buffer);
  gint64 ready = -1;

  /* One millisecond more: coming too early would be coming in vain. */
  if (left != NULL)
    ready = g_get_monotonic_time () + left->tv_sec * G_USEC_PER_SEC + left->tv_usec + 1000;
  g_source_set_ready_time (self->timer, ready);
}

static gboolean
dispatch_timer (GSource *source, GSourceFunc callback, gpointer user_data)
{
  return callback (user_data);
}

static GSourceFuncs timer_funcs = { .dispatch = dispatch_timer };

static void
add_timer (MailDnsChannel *self)
{
  self->timer = g_source_new (&timer_funcs, sizeof (GSource));
  g_source_set_static_name (self->timer, "[siegel] dns timeout");
  g_source_set_callback (self->timer, on_timeout, self, NULL);
  g_source_attach (self->timer, NULL);
}

/* Names are asked as they are, never with a search domain of this computer behind them: what is asked must be
 * what is said to be asked. The hosts file comes first whatever nsswitch.conf says; c-ares would not ask the
 * DNS at all where only modules that it does not know are in there. */
static int
init_ares (MailDnsChannel *self, const MailResolvConf *conf)
{
  struct ares_options options = {
    .flags
    = ARES_FLAG_NOSEARCH | ARES_FLAG_NOALIASES | ARES_FLAG_EDNS | (conf->use_tcp ? ARES_FLAG_USEVC : 0),
    .timeout = conf->milliseconds > 0 ? MIN (conf->milliseconds, TIMEOUT) : TIMEOUT,
    .tries = conf->attempts > 0 ? MIN (conf->attempts, TRIES) : TRIES,
    .lookups = (char *) "fb",
    .ednspsz = MAIL_DNS_PACKET_SIZE,
    .sock_state_cb = on_socket_state,
    .sock_state_cb_data = self,
  };

  return ares_init_options (&self->ares, &options,
                            ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_LOOKUPS
                                | ARES_OPT_DOMAINS | ARES_OPT_EDNSPSZ | ARES_OPT_SOCK_STATE_CB);
}

/**
 * mail_dns_channel_new:
 * @servers: (nullable): name servers to ask instead of the system's, "192.0.2.1:53,192.0.2.2"
 * @conf: what the system says beside that
 * @callback: called whenever c-ares was left and can be asked or freed again; it may free the channel
 * @user_data: data for @callback
 *
 * Opens a channel. Sockets and timers live on the default main context, as long as the channel waits.
 *
 * Returns: (transfer full) (nullable): a new channel, %NULL where there is none to be had
 */
MailDnsChannel *
mail_dns_channel_new (const char *servers,
                      const MailResolvConf *conf,
                      MailDnsChannelFunc callback,
                      gpointer user_data)
{
  MailDnsChannel *self = g_new0 (MailDnsChannel, 1);

  self->watches = g_hash_table_new_full (NULL, NULL, NULL, destroy_source);
  self->callback = callback;
  self->user_data = user_data;
  add_timer (self);
  if (init_ares (self, conf) == ARES_SUCCESS
      && (servers == NULL || ares_set_servers_ports_csv (self->ares, servers) == ARES_SUCCESS))
    return self;
  mail_dns_channel_free (self);
  return NULL;
}

/**
 * mail_dns_channel_free:
 * @self: (transfer full): a channel that is not entered
 *
 * Closes a channel. Questions that are still in it are answered with %ARES_EDESTRUCTION, inside this call.
 */
void
mail_dns_channel_free (MailDnsChannel *self)
{
  g_assert (self->depth == 0);

  if (self->ares != NULL)
    ares_destroy (self->ares);
  g_hash_table_unref (self->watches);
  destroy_source (self->timer);
  g_free (self);
}

/**
 * mail_dns_channel_enter:
 * @self: a channel
 *
 * To be called before anything is asked of c-ares, which may answer at once and must not be freed meanwhile.
 *
 * Returns: (transfer none): what c-ares's functions take
 */
ares_channel
mail_dns_channel_enter (MailDnsChannel *self)
{
  self->depth++;
  return self->ares;
}

/**
 * mail_dns_channel_leave:
 * @self: a channel that was entered; it may be gone after this
 *
 * To be called after something was asked of c-ares.
 */
void
mail_dns_channel_leave (MailDnsChannel *self)
{
  if (--self->depth > 0)
    return;
  set_timer (self);
  self->callback (self->user_data);
}
