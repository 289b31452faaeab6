/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mail-text.h"
#include "mail-tls-info.h"

#define DAY G_GINT64_CONSTANT (86400)

/* A person who reads of it has time to do something about it, and a provider that renews in time has done so
 * before. */
#define SOON (14 * DAY)

/* More names than these help nobody in a sentence; the details have them all. */
#define NAMES_IN_SENTENCE 3
#define NAME_LENGTH       100

/* Says one fault of the certificate that host showed. */
typedef char *(*Sentence) (const MailTlsInfo *info, const char *host);

/* Of "CN=Example CA,O=Example" a person needs "Example CA". */
static char *
dup_common_name (const char *distinguished_name)
{
  g_auto (GStrv) parts = g_strsplit (distinguished_name != NULL ? distinguished_name : "", ",", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (g_str_has_prefix (parts[i], "CN="))
      return mail_text_neutralise (parts[i] + strlen ("CN="), -1, NAME_LENGTH);
  return mail_text_neutralise (distinguished_name, -1, NAME_LENGTH);
}

static char *
join_names (char **names, guint n_names)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < MIN (n_names, NAMES_IN_SENTENCE); i++)
    {
      g_autofree char *name = mail_text_neutralise (names[i], -1, NAME_LENGTH);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", name);
    }
  return g_string_free (text, FALSE);
}

/* "mail.example.net, imap.example.net and 4 others"; NULL where the certificate says nothing. */
static char *
dup_owner (const MailTlsInfo *info)
{
  guint n_names = info->names != NULL ? g_strv_length (info->names) : 0;
  guint n_others = n_names - MIN (n_names, NAMES_IN_SENTENCE);
  g_autofree char *names = n_names > 0 ? join_names (info->names, n_names) : dup_common_name (info->subject);

  if (*names == '\0')
    return NULL;
  if (n_others == 0)
    return g_steal_pointer (&names);
  /* Translators: %s are three names of servers, %u is how many more there are. */
  return g_strdup_printf (ngettext("%s and %u other", "%s and %u others", n_others), names, n_others);
}

static char *
say_revoked (const MailTlsInfo *info, const char *host)
{
  return g_strdup (_("Its issuer withdrew it: somebody else may hold its key."));
}

static char *
say_wrong_host (const MailTlsInfo *info, const char *host)
{
  g_autofree char *owner = dup_owner (info);

  if (owner == NULL)
    /* Translators: about a certificate; %s is the name of a server. */
    return g_strdup_printf (_("It does not name %s."), host);
  /* Translators: about a certificate; the first %s is the name or names of servers, the second that of the
   * server that we asked for. */
  return g_strdup_printf (_("It was issued for %s, not for %s."), owner, host);
}

static char *
say_expired (const MailTlsInfo *info, const char *host)
{
  g_autofree char *date = mail_tls_info_format_date (info->not_after);

  if (info->not_after > g_get_real_time () / G_USEC_PER_SEC)
    return g_strdup (_("The certificate of its issuer is no longer valid."));
  /* Translators: about a certificate; %s is a date. */
  return g_strdup_printf (_("It was valid only until %s."), date);
}

static char *
say_not_yet_valid (const MailTlsInfo *info, const char *host)
{
  g_autofree char *date = mail_tls_info_format_date (info->not_before);

  if (info->not_before < g_get_real_time () / G_USEC_PER_SEC)
    return g_strdup (_("The certificate of its issuer is not valid yet."));
  /* Translators: about a certificate; %s is a date. */
  return g_strdup_printf (_("It is valid only from %s on."), date);
}

static char *
say_weak (const MailTlsInfo *info, const char *host)
{
  return g_strdup (_("It was made with outdated methods and can be forged."));
}

static char *
say_self_signed (const MailTlsInfo *info, const char *host)
{
  return g_strdup (_("The server issued it to itself: nobody else vouches for it."));
}

static char *
say_unknown_issuer (const MailTlsInfo *info, const char *host)
{
  g_autofree char *issuer = dup_common_name (info->issuer);

  if (*issuer == '\0')
    return g_strdup (_("It does not say who issued it."));
  /* Translators: about a certificate; %s is the name of its issuer. */
  return g_strdup_printf (_("It comes from “%s”, an issuer that this computer does not know."), issuer);
}

static char *
say_changed (const MailTlsInfo *info, const char *host)
{
  return g_strdup (_("It is not the one that you accepted earlier."));
}

static char *
say_unconfirmed (const MailTlsInfo *info, const char *host)
{
  return g_strdup (_("The server brought no valid word of the issuer that it still counts."));
}

static char *
say_unfit (const MailTlsInfo *info, const char *host)
{
  return g_strdup (_("It was not made for a server like this one, or it is damaged."));
}

/* In the order of the enumeration. */
static const struct
{
  MailCertificateFault fault;
  const char *name;
  Sentence say;
} faults[] = {
  { MAIL_CERTIFICATE_FAULT_REVOKED, "revoked", say_revoked },
  { MAIL_CERTIFICATE_FAULT_WRONG_HOST, "wrong-host", say_wrong_host },
  { MAIL_CERTIFICATE_FAULT_EXPIRED, "expired", say_expired },
  { MAIL_CERTIFICATE_FAULT_NOT_YET_VALID, "not-yet-valid", say_not_yet_valid },
  { MAIL_CERTIFICATE_FAULT_WEAK, "weak", say_weak },
  { MAIL_CERTIFICATE_FAULT_SELF_SIGNED, "self-signed", say_self_signed },
  { MAIL_CERTIFICATE_FAULT_UNKNOWN_ISSUER, "unknown-issuer", say_unknown_issuer },
  { MAIL_CERTIFICATE_FAULT_CHANGED, "changed", say_changed },
  { MAIL_CERTIFICATE_FAULT_UNCONFIRMED, "unconfirmed", say_unconfirmed },
  { MAIL_CERTIFICATE_FAULT_UNFIT, "unfit", say_unfit },
};

/**
 * mail_tls_info_list_faults:
 * @self: the facts of a session
 *
 * Returns: (transfer container): the names of its faults as JSON has them, "wrong-host"; may be empty
 */
const char **
mail_tls_info_list_faults (const MailTlsInfo *self)
{
  const char **names = g_new0 (const char *, G_N_ELEMENTS (faults) + 1);
  guint n_names = 0;

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    if (self->faults & faults[i].fault)
      names[n_names++] = faults[i].name;
  return names;
}

/**
 * mail_tls_info_describe_faults:
 * @self: the facts of a session
 * @host: the server that was asked for
 *
 * Says all that is wrong with a certificate, the worst first, with the names and dates that a person can
 * compare. What the certificate says of itself is neutralised and bounded.
 *
 * Returns: (transfer full): a translated sentence for each fault; may be empty
 */
char **
mail_tls_info_describe_faults (const MailTlsInfo *self, const char *host)
{
  g_autoptr (GStrvBuilder) sentences = g_strv_builder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    if (self->faults & faults[i].fault)
      {
        g_autofree char *sentence = faults[i].say (self, host);

        g_strv_builder_add (sentences, sentence);
      }
  return g_strv_builder_end (sentences);
}

/**
 * mail_tls_info_expires_soon:
 * @self: the facts of a session
 * @now: seconds since the epoch
 *
 * Whether a certificate that is valid ends within 14 days. One that lives shorter anyway, as some live six
 * days, is renewed when a third of its life is left; before that there is nothing to mention.
 *
 * Returns: whether that is worth a mention
 */
gboolean
mail_tls_info_expires_soon (const MailTlsInfo *self, gint64 now)
{
  gint64 left = self->not_after - now;
  gint64 life = self->not_after - self->not_before;

  return self->not_after > 0 && left >= 0 && left < MIN (SOON, life / 3);
}

/**
 * mail_tls_info_describe_expiry:
 * @self: the facts of a session
 * @now: seconds since the epoch
 *
 * Returns: (transfer full) (nullable): a translated sentence about a certificate that expires soon, or %NULL
 */
char *
mail_tls_info_describe_expiry (const MailTlsInfo *self, gint64 now)
{
  g_autofree char *date = mail_tls_info_format_date (self->not_after);

  if (!mail_tls_info_expires_soon (self, now))
    return NULL;
  /* Translators: %s is a date. */
  return g_strdup_printf (_("The server’s certificate is valid only until %s. It should be renewed soon."),
                          date);
}

/**
 * mail_tls_info_format_date:
 * @seconds: since the epoch
 *
 * Returns: (transfer full): the day in words, local time: "3 May 2025"; "?" beyond the year 9999
 */
char *
mail_tls_info_format_date (gint64 seconds)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_local (seconds);
  /* Translators: a date, in the notation of g_date_time_format(): “24 November 2026”. */
  char *text = date != NULL ? g_date_time_format (date, _("%-d %B %Y")) : NULL;

  return text != NULL ? text : g_strdup ("?");
}

/**
 * mail_tls_info_format_fingerprint:
 * @hex: (nullable): hexadecimal digits
 *
 * Pairs are how other programs show fingerprints, and how two people compare them on the telephone.
 *
 * Returns: (transfer full): "AB:CD:…", upper case
 */
char *
mail_tls_info_format_fingerprint (const char *hex)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; hex != NULL && hex[i] != '\0'; i++)
    {
      if (i > 0 && i % 2 == 0)
        g_string_append_c (text, ':');
      g_string_append_c (text, g_ascii_toupper (hex[i]));
    }
  return g_string_free (text, FALSE);
}
