/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-attempts.h"

#include <glib/gi18n-lib.h>

#include "mail-evidence.h"

/* An address that has been silent so much longer than the other one took to answer does not work: both are
 * about equally far away. */
#define MUCH_LONGER 4
#define LONG_ENOUGH (200 * G_TIME_SPAN_MILLISECOND)

typedef enum
{
  PENDING,
  STANDS,
  REFUSED,
  SILENT,
  NO_NETWORK, /* this computer does not have the family at all, which is nothing to complain about */
  UNREACHABLE,
} Outcome;

typedef struct
{
  char *address;
  GSocketFamily family;
  Outcome outcome;
  gint64 began; /* microseconds, monotonic */
  gint64 ended;
} Attempt;

struct _MailAttempts
{
  GArray *list; /* of Attempt */
};

static void
clear_attempt (gpointer data)
{
  Attempt *attempt = data;

  g_free (attempt->address);
}

static Attempt *
get (MailAttempts *self, guint number)
{
  return &g_array_index (self->list, Attempt, number);
}

static Outcome
judge (const GError *error)
{
  if (error == NULL)
    return STANDS;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return PENDING;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return REFUSED;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return SILENT;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE))
    return NO_NETWORK;
  return UNREACHABLE;
}

static const char *
say_outcome (Outcome outcome)
{
  switch (outcome)
    {
    case REFUSED:
      /* Translators: what became of an address, after a colon: “192.0.2.1: refused”. */
      return _("refused");
    case NO_NETWORK:
    case UNREACHABLE:
      /* Translators: what became of an address, after a colon: “192.0.2.1: cannot be reached”. */
      return _("cannot be reached");
    case PENDING:
    case SILENT:
    case STANDS:
    default:
      /* Translators: what became of an address, after a colon: “192.0.2.1: no answer”. */
      return _("no answer");
    }
}

static const Attempt *
find_standing (MailAttempts *self)
{
  for (guint i = 0; i < self->list->len; i++)
    if (get (self, i)->outcome == STANDS)
      return get (self, i);
  return NULL;
}

/* Whether this address, beside the one that stands, says that its family does not work. */
static gboolean
is_dead (const Attempt *attempt, const Attempt *standing)
{
  gint64 waited = standing->ended - attempt->began;
  gint64 needed = standing->ended - standing->began;

  if (attempt->outcome == PENDING)
    return waited >= MAX (LONG_ENOUGH, MUCH_LONGER * needed);
  return attempt->outcome == SILENT || attempt->outcome == UNREACHABLE;
}

static gboolean
is_other_family_dead (MailAttempts *self, const Attempt *standing)
{
  guint n_dead = 0;

  for (guint i = 0; i < self->list->len; i++)
    {
      const Attempt *attempt = get (self, i);

      if (attempt->family == standing->family)
        continue;
      if (!is_dead (attempt, standing))
        return FALSE;
      n_dead++;
    }
  return n_dead > 0;
}

static char *
describe_success (MailAttempts *self, const Attempt *standing, guint *reach)
{
  if (!is_other_family_dead (self, standing))
    return g_strdup (standing->address);
  if (standing->family == G_SOCKET_FAMILY_IPV4)
    {
      *reach |= MAIL_REACH_NO_IPV6;
      /* Translators: %s is the IP address that answered. */
      return g_strdup_printf (_("%s (IPv6 does not work here)"), standing->address);
    }
  *reach |= MAIL_REACH_NO_IPV4;
  /* Translators: %s is the IP address that answered. */
  return g_strdup_printf (_("%s (IPv4 does not work here)"), standing->address);
}

static char *
describe_failure (MailAttempts *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->list->len; i++)
    g_string_append_printf (text, "%s%s: %s", i > 0 ? ", " : "", get (self, i)->address,
                            say_outcome (get (self, i)->outcome));
  return g_string_free (text, FALSE);
}

/**
 * mail_attempts_new:
 *
 * Returns: (transfer full): a list without attempts
 */
MailAttempts *
mail_attempts_new (void)
{
  MailAttempts *self = g_new0 (MailAttempts, 1);

  self->list = g_array_new (FALSE, TRUE, sizeof (Attempt));
  g_array_set_clear_func (self->list, clear_attempt);
  return self;
}

/**
 * mail_attempts_free:
 * @self: (transfer full): a list
 */
void
mail_attempts_free (MailAttempts *self)
{
  g_array_unref (self->list);
  g_free (self);
}

/**
 * mail_attempts_begin:
 * @self: a list
 * @address: what is being connected to from now on
 *
 * Returns: the number of the attempt
 */
guint
mail_attempts_begin (MailAttempts *self, GSocketAddress *address)
{
  Attempt attempt = { .family = g_socket_address_get_family (address), .began = g_get_monotonic_time () };

  if (G_IS_INET_SOCKET_ADDRESS (address))
    attempt.address
        = g_inet_address_to_string (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)));
  g_array_append_val (self->list, attempt);
  return self->list->len - 1;
}

/**
 * mail_attempts_end:
 * @self: a list
 * @attempt: the number of an attempt
 * @error: (nullable): what it ended with; %NULL: the connection stands
 */
void
mail_attempts_end (MailAttempts *self, guint attempt, const GError *error)
{
  get (self, attempt)->outcome = judge (error);
  get (self, attempt)->ended = g_get_monotonic_time ();
}

/**
 * mail_attempts_describe:
 * @self: a list
 * @reach: (inout): #MailReach; the family that does not work, while the other does, is added
 *
 * Says in a few words, for the details of a step, who answered and who did not.
 *
 * Returns: (transfer full): “192.0.2.1 (IPv6 does not work here)”; where nothing stands, each address with
 *   its own reason; “” without any
 */
char *
mail_attempts_describe (MailAttempts *self, guint *reach)
{
  const Attempt *standing = find_standing (self);

  return standing != NULL ? describe_success (self, standing, reach) : describe_failure (self);
}
