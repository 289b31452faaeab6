/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-guesses.h"

#include <glib/gi18n-lib.h>

#include "mail-error.h"
#include "mail-ranking.h"

/* What hosters call their servers, the likeliest first; "" is the domain itself. */
static const char *const imap_labels[] = { "imap", "mail", "", NULL };
static const char *const pop3_labels[] = { "pop", "pop3", "mail", "", NULL };
static const char *const smtp_labels[] = { "smtp", "mail", "", NULL };

static const char *const *const labels[] = {
  [MAIL_PROTOCOL_IMAP] = imap_labels,
  [MAIL_PROTOCOL_POP3] = pop3_labels,
  [MAIL_PROTOCOL_SMTP] = smtp_labels,
};

#define N_PROTOCOLS G_N_ELEMENTS (labels)

struct _MailGuesses
{
  MailAddress *address;
  GPtrArray *lists[N_PROTOCOLS]; /* of MailGuess, the best first */
};

static void
guess_free (gpointer data)
{
  MailGuess *guess = data;

  g_object_unref (guess->server);
  g_clear_error (&guess->error);
  g_free (guess);
}

static char *
make_name (const char *label, const char *domain)
{
  return *label != '\0' ? g_strconcat (label, ".", domain, NULL) : g_strdup (domain);
}

static void
add (MailGuesses *self, MailProtocol protocol, MailSecurity security, const char *host)
{
  MailGuess *guess = g_new0 (MailGuess, 1);

  guess->server = mail_server_new (protocol, host, 0, security);
  mail_server_set_username (guess->server, mail_address_get_address (self->address));
  mail_server_set_username_guessed (guess->server, TRUE);
  g_ptr_array_add (self->lists[protocol], guess);
}

/* The exchanger comes last: it is a name that the DNS gives without proof, and often one that only takes mail
 * in. */
static void
add_hosts (MailGuesses *self, MailProtocol protocol, MailSecurity security, const char *exchanger)
{
  const char *domain = mail_address_get_domain (self->address);
  gboolean exchanger_is_new = exchanger != NULL;

  for (guint i = 0; labels[protocol][i] != NULL; i++)
    {
      g_autofree char *host = make_name (labels[protocol][i], domain);

      add (self, protocol, security, host);
      exchanger_is_new = exchanger_is_new && !g_str_equal (host, exchanger);
    }
  if (exchanger_is_new)
    add (self, protocol, security, exchanger);
}

/* TLS from the first byte on any host goes before STARTTLS on the likeliest one: RFC 8314, section 3, prefers
 * it, candidates are sorted so, and it is the sooner proven. Both are proven by a certificate for the very
 * name, so which name it is says little. */
static void
fill (MailGuesses *self, MailProtocol protocol, const char *exchanger, MailServices *services)
{
  self->lists[protocol] = g_ptr_array_new_with_free_func (guess_free);
  for (MailSecurity security = MAIL_SECURITY_TLS; security <= MAIL_SECURITY_STARTTLS; security++)
    if (services == NULL || !mail_services_is_refused (services, protocol, security))
      add_hosts (self, protocol, security, exchanger);
}

/**
 * mail_guesses_list_names:
 * @domain: A-label in lower case
 *
 * Returns: (transfer full): the names below @domain, and itself, that its mail servers may have
 */
char **
mail_guesses_list_names (const char *domain)
{
  GPtrArray *names = g_ptr_array_new ();

  for (guint protocol = 0; protocol < N_PROTOCOLS; protocol++)
    for (guint i = 0; labels[protocol][i] != NULL; i++)
      {
        g_autofree char *name = make_name (labels[protocol][i], domain);

        if (!g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
          g_ptr_array_add (names, g_steal_pointer (&name));
      }
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_free (names, FALSE);
}

/**
 * mail_guesses_new:
 * @address: whose servers
 * @exchanger: (nullable): the host that takes the mail of the domain
 * @services: (nullable): what the domain says of its services; those that it does not have are left out
 *
 * Returns: (transfer full): all guesses, open
 */
MailGuesses *
mail_guesses_new (MailAddress *address, const char *exchanger, MailServices *services)
{
  MailGuesses *self = g_new0 (MailGuesses, 1);

  self->address = mail_address_ref (address);
  for (guint protocol = 0; protocol < N_PROTOCOLS; protocol++)
    fill (self, protocol, exchanger, services);
  return self;
}

/**
 * mail_guesses_free:
 * @self: (transfer full): guesses
 */
void
mail_guesses_free (MailGuesses *self)
{
  for (guint i = 0; i < N_PROTOCOLS; i++)
    g_ptr_array_unref (self->lists[i]);
  mail_address_unref (self->address);
  g_free (self);
}

/**
 * mail_guesses_list:
 * @self: guesses
 * @protocol: of the servers
 *
 * Returns: (transfer none) (element-type MailGuess): the best first
 */
GPtrArray *
mail_guesses_list (MailGuesses *self, MailProtocol protocol)
{
  return self->lists[protocol];
}

/**
 * mail_guesses_prove:
 * @self: guesses
 * @guess: one of them: its server greets and has proven its name
 */
void
mail_guesses_prove (MailGuesses *self, MailGuess *guess)
{
  guess->begun = TRUE;
  guess->state = MAIL_GUESS_PROVEN;
}

/**
 * mail_guesses_refute:
 * @self: guesses
 * @guess: one of them: its server is not there, or is another
 * @error: (nullable): why
 */
void
mail_guesses_refute (MailGuesses *self, MailGuess *guess, const GError *error)
{
  guess->begun = TRUE;
  guess->state = MAIL_GUESS_WRONG;
  g_clear_error (&guess->error);
  guess->error = error != NULL ? g_error_copy (error) : NULL;
}

/**
 * mail_guesses_refute_host:
 * @self: guesses
 * @host: a name that does not exist
 */
void
mail_guesses_refute_host (MailGuesses *self, const char *host)
{
  for (guint protocol = 0; protocol < N_PROTOCOLS; protocol++)
    for (guint i = 0; i < self->lists[protocol]->len; i++)
      {
        MailGuess *guess = g_ptr_array_index (self->lists[protocol], i);

        if (!guess->begun && g_str_equal (mail_server_get_host (guess->server), host))
          mail_guesses_refute (self, guess, NULL);
      }
}

static MailGuess *
find_state (MailGuesses *self, MailProtocol protocol, MailGuessState state)
{
  for (guint i = 0; i < self->lists[protocol]->len; i++)
    {
      MailGuess *guess = g_ptr_array_index (self->lists[protocol], i);

      if (guess->state == state)
        return guess;
    }
  return NULL;
}

/**
 * mail_guesses_get_best:
 * @self: guesses
 * @protocol: of the server
 *
 * Returns: (transfer none) (nullable): the best one that is proven
 */
MailGuess *
mail_guesses_get_best (MailGuesses *self, MailProtocol protocol)
{
  return find_state (self, protocol, MAIL_GUESS_PROVEN);
}

/**
 * mail_guesses_is_decided:
 * @self: guesses
 * @protocol: of the servers
 *
 * Returns: whether nothing that is still open could be better than what is proven
 */
gboolean
mail_guesses_is_decided (MailGuesses *self, MailProtocol protocol)
{
  for (guint i = 0; i < self->lists[protocol]->len; i++)
    {
      const MailGuess *guess = g_ptr_array_index (self->lists[protocol], i);

      if (guess->state != MAIL_GUESS_WRONG)
        return guess->state == MAIL_GUESS_PROVEN;
    }
  return TRUE;
}

/**
 * mail_guesses_is_over:
 * @self: guesses
 * @protocol: of the servers
 *
 * Returns: whether none is open any more
 */
gboolean
mail_guesses_is_over (MailGuesses *self, MailProtocol protocol)
{
  return find_state (self, protocol, MAIL_GUESS_OPEN) == NULL;
}

static void
add_proven (MailGuesses *self, MailProtocol protocol, gboolean all, GPtrArray *servers)
{
  GPtrArray *list = self->lists[protocol];
  gboolean go_on = TRUE;

  for (guint i = 0; i < list->len && go_on; i++)
    {
      const MailGuess *guess = g_ptr_array_index (list, i);

      if (guess->state != MAIL_GUESS_PROVEN)
        continue;
      g_ptr_array_add (servers, g_object_ref (guess->server));
      go_on = all;
    }
}

static char *
describe (GPtrArray *incoming, GPtrArray *outgoing)
{
  const char *in = incoming->len > 0 ? mail_server_get_host (g_ptr_array_index (incoming, 0)) : NULL;
  const char *out = outgoing->len > 0 ? mail_server_get_host (g_ptr_array_index (outgoing, 0)) : NULL;

  if (in != NULL && out != NULL && !g_str_equal (in, out))
    /* Translators: %1$s and %2$s are names of servers. */
    return g_strdup_printf (_("%1$s and %2$s answered, with certificates that prove their names"), in, out);
  /* Translators: %s is the name of a server. */
  return g_strdup_printf (_("%s answered, with a certificate that proves its name"), in != NULL ? in : out);
}

/**
 * mail_guesses_create_candidate:
 * @self: guesses
 * @all: whether all that are proven are wanted, and not only the best of each protocol
 *
 * That a server proves its name does not tell that it is the right one: the name was a guess.
 *
 * Returns: (transfer full) (nullable): the settings; %NULL where nothing is proven
 */
MailCandidate *
mail_guesses_create_candidate (MailGuesses *self, gboolean all)
{
  g_autoptr (GPtrArray) incoming = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) outgoing = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *where = NULL;

  add_proven (self, MAIL_PROTOCOL_IMAP, all, incoming);
  add_proven (self, MAIL_PROTOCOL_POP3, all, incoming);
  add_proven (self, MAIL_PROTOCOL_SMTP, all, outgoing);
  if (incoming->len == 0 && outgoing->len == 0)
    return NULL;
  mail_ranking_sort (incoming);
  mail_ranking_sort (outgoing);
  where = describe (incoming, outgoing);
  return mail_candidate_new (MAIL_SOURCE_GUESS, MAIL_TRUST_UNVERIFIED, where, NULL, incoming, outgoing);
}

static gboolean
is_about_certificate (const GError *error)
{
  return error != NULL && error->domain == MAIL_ERROR && error->code >= MAIL_ERROR_CERTIFICATE_EXPIRED
         && error->code <= MAIL_ERROR_CERTIFICATE_CHANGED;
}

/**
 * mail_guesses_dup_suspicion:
 * @self: guesses
 *
 * A server that is there, but under another name, is what people find who get their mail from a small hoster.
 *
 * Returns: (transfer full) (nullable): what is wrong with the certificate of the first such server, as an
 * error with a sentence for people; %NULL where there is none
 */
GError *
mail_guesses_dup_suspicion (MailGuesses *self)
{
  for (guint protocol = 0; protocol < N_PROTOCOLS; protocol++)
    for (guint i = 0; i < self->lists[protocol]->len; i++)
      {
        const MailGuess *guess = g_ptr_array_index (self->lists[protocol], i);

        if (is_about_certificate (guess->error))
          return g_error_new (
              MAIL_ERROR, guess->error->code,
              /* Translators: %1$s is the name of a server, %2$u the number of a port, such as 993. */
              _("%1$s answers on port %2$u, but its certificate does not prove that it is %1$s. Ask your "
                 "provider for the names of the mail servers."),
              mail_server_get_host (guess->server), mail_server_get_port (guess->server));
      }
  return NULL;
}
