/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-support-report.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mail-diagnosis.h"

/* A name this short would be found in half of all words. */
#define SHORTEST_NAME 3

typedef struct
{
  GString *text;
  MailAddress *address;
  MailProvider *provider; /* nullable */
  gboolean names;         /* may be told */
} Report;

/* ---- masking ---- */

/* "a…@example.org": enough to tell two apart, not enough to write to one. */
static char *
mask_name (const char *name)
{
  const char *at = strrchr (name, '@');
  const char *second = *name != '\0' ? g_utf8_next_char (name) : name;

  return g_strdup_printf ("%.*s…%s", (int) (second - name), name, at != NULL ? at : "");
}

static gboolean
is_inside_word (gunichar c)
{
  return g_unichar_isalnum (c) || c == '_' || c == '-';
}

/* Whether what lies between is a name of its own: "alice" in "<alice>" and in "alice@…", not in
 * "alice.example.org". */
static gboolean
stands_alone (const char *text, const char *start, const char *end)
{
  const char *before = g_utf8_find_prev_char (text, start);
  gunichar c = before != NULL ? g_utf8_get_char (before) : ' ';

  if (is_inside_word (c) || c == '.' || is_inside_word (g_utf8_get_char (end)))
    return FALSE;
  return *end != '.' || !is_inside_word (g_utf8_get_char (end + 1));
}

static gboolean
holds (const char *text, const char *name)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);
  g_autofree char *folded_name = g_utf8_casefold (name, -1);
  gsize length = strlen (folded_name);

  if (length < SHORTEST_NAME)
    return FALSE;
  for (const char *p = folded; (p = strstr (p, folded_name)) != NULL; p++)
    if (stands_alone (folded, p, p + length))
      return TRUE;
  return FALSE;
}

/* Plain, percent-encoded, or in base64 as in a SASL exchange. */
static gboolean
reveals (const char *word, const char *name)
{
  g_autofree char *unescaped = g_uri_unescape_string (word, NULL);
  g_autofree char *decoded = NULL;
  g_autofree char *valid = NULL;
  gsize length;

  if (holds (word, name) || (unescaped != NULL && holds (unescaped, name)))
    return TRUE;
  decoded = (char *) g_base64_decode (word, &length);
  for (gsize i = 0; i < length; i++)
    if (decoded[i] == '\0')
      decoded[i] = ' ';
  valid = g_utf8_make_valid (decoded, length);
  return holds (valid, name);
}

static gboolean
names_person (Report *self, MailServer *server, const char *word)
{
  return reveals (word, mail_address_get_local (self->address))
         || reveals (word, mail_address_get_address (self->address))
         || reveals (word, mail_server_get_username (server));
}

/* What a server said, without the words that name the person. */
static char *
mask_words (Report *self, MailServer *server, const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  for (guint i = 0; words[i] != NULL && !self->names; i++)
    if (names_person (self, server, words[i]))
      {
        g_free (words[i]);
        words[i] = g_strdup ("…");
      }
  return g_strjoinv (" ", words);
}

/* ---- lines ---- */

static void
add (Report *self, const char *label, const char *value)
{
  if (value != NULL && *value != '\0')
    g_string_append_printf (self->text, "%s: %s\n", label, value);
}

static void
add_name (Report *self, const char *label, const char *name)
{
  g_autofree char *masked = self->names ? g_strdup (name) : mask_name (name);

  add (self, label, masked);
}

static void
add_program (Report *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *date = g_date_time_format (now, "%F %T %z");
  g_autofree char *system = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);
  g_autofree char *program = g_strdup_printf ("Siegel %s, GLib %u.%u.%u, %s, %s", PACKAGE_VERSION,
                                              glib_major_version, glib_minor_version, glib_micro_version,
                                              system != NULL ? system : "?", g_get_language_names ()[0]);

  add (self, _("Date"), date);
  add (self, _("Program"), program);
}

static const char *
get_mark (MailState state)
{
  switch (state)
    {
    case MAIL_STATE_PASSED:
      return "✓";
    case MAIL_STATE_FAILED:
      return "✗";
    case MAIL_STATE_WAITING:
    case MAIL_STATE_RUNNING:
    case MAIL_STATE_SKIPPED:
    default:
      return "–";
    }
}

static void
add_step (Report *self, MailServer *server, MailCheck *check)
{
  const char *detail = mail_check_get_detail (check);
  g_autofree char *masked = mask_words (self, server, detail != NULL ? detail : "");
  gint64 duration = mail_check_get_duration (check);

  g_string_append_printf (self->text, "  %s %s", get_mark (mail_check_get_state (check)),
                          mail_step_get_label (mail_check_get_step (check)));
  if (duration >= 0)
    g_string_append_printf (self->text, ", %d ms", (int) duration);
  if (*masked != '\0')
    g_string_append_printf (self->text, " (%s)", masked);
  g_string_append_c (self->text, '\n');
}

static void
add_steps (Report *self, MailReport *report)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (report));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (MailCheck) check = g_list_model_get_item (G_LIST_MODEL (report), i);

      add_step (self, mail_report_get_server (report), check);
    }
}

static char *
format_date (gint64 seconds)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (seconds);

  return date != NULL ? g_date_time_format (date, "%FT%TZ") : g_strdup ("?");
}

static void
add_certificate (Report *self, const MailTlsInfo *tls)
{
  g_autofree char *begin = format_date (tls->not_before);
  g_autofree char *end = format_date (tls->not_after);
  g_autofree char *period = g_strdup_printf ("%s – %s", begin, end);
  g_autofree char *names = tls->names != NULL ? g_strjoinv (", ", tls->names) : NULL;

  add (self, _("Certificate of"), tls->subject);
  add (self, _("Issued by"), tls->issuer);
  add (self, _("Valid"), period);
  add (self, _("For the names"), names);
  add (self, "SHA-256", tls->sha256);
  add (self, "SPKI SHA-256", tls->spki_sha256);
}

static void
add_encryption (Report *self, const MailTlsInfo *tls)
{
  g_autofree char *text = NULL;

  if (tls == NULL)
    return;
  text = g_strjoin (", ", tls->version != NULL ? tls->version : "?", tls->cipher != NULL ? tls->cipher : "?",
                    tls->key != NULL ? tls->key : "?", NULL);
  add (self, _("Encryption"), text);
  add (self, _("Trusted"), tls->pinned ? _("by a decision") : tls->trusted ? _("yes") : _("no"));
  if (tls->subject != NULL)
    add_certificate (self, tls);
}

static void
add_evidence (Report *self, const MailEvidence *evidence)
{
  g_autofree char *sign_ins = g_strdup_printf ("%u", evidence->sign_ins);
  g_autofree char *other
      = evidence->alternative ? g_strdup_printf (
            "%s, %u", mail_security_get_label (evidence->alternative_security), evidence->alternative_port)
                              : NULL;

  if (evidence->sign_ins > 0)
    add (self, _("Sign-ins"), sign_ins);
  /* Translators: another port of the same server, with its encryption. */
  add (self, _("Answers, too"), other);
  add (self, _("Network"), evidence->reach & MAIL_REACH_OFFLINE ? _("none") : NULL);
  add (self, _("Network"), evidence->reach & MAIL_REACH_PORTAL ? _("wants a sign-in") : NULL);
  add (self, "IPv4", evidence->reach & MAIL_REACH_NO_IPV4 ? _("no answer") : NULL);
  add (self, "IPv6", evidence->reach & MAIL_REACH_NO_IPV6 ? _("no answer") : NULL);
}

/* Sentences, too, may hold the address or the user name. */
static void
add_sentence (Report *self, MailReport *report, const char *label, const char *sentence)
{
  g_autofree char *masked
      = mask_words (self, mail_report_get_server (report), sentence != NULL ? sentence : "");

  add (self, label, masked);
}

static void
add_failure (Report *self, MailReport *report)
{
  g_autoptr (MailDiagnosis) diagnosis = NULL;

  if (mail_report_get_error (report) == NULL)
    return;
  diagnosis = mail_diagnosis_new (report, self->address, self->provider);
  add (self, _("Code"), mail_diagnosis_get_code (diagnosis));
  add_sentence (self, report, _("What"), mail_diagnosis_get_title (diagnosis));
  add_sentence (self, report, _("Why"), mail_diagnosis_get_cause (diagnosis));
  add_sentence (self, report, _("What to do"), mail_diagnosis_get_remedy (diagnosis));
  add_sentence (self, report, _("The server said"), mail_diagnosis_get_server_said (diagnosis));
}

static void
add_report (Report *self, MailReport *report)
{
  MailServer *server = mail_report_get_server (report);
  g_autofree char *endpoint = mail_server_describe (server);

  g_string_append_printf (self->text, "\n%s · %s\n",
                          mail_protocol_get_label (mail_server_get_protocol (server)), endpoint);
  add_name (self, _("User name"), mail_server_get_username (server));
  add_steps (self, report);
  add (self, _("Way to sign in"), mail_report_get_mechanism (report));
  add_evidence (self, mail_report_get_evidence (report));
  add_encryption (self, mail_report_get_tls (report));
  add_failure (self, report);
}

/**
 * mail_support_report_format:
 * @verify: a check that has run
 * @address: whose servers were checked
 * @provider: (nullable): the provider, where it is known
 * @names: whether the address and the user names may be told; otherwise "a…@example.org" stands for them, and
 *   "…" for every word that holds them
 *
 * What a support desk needs, and no secret: the program, both servers with each step and how long it took,
 * the encryption and the certificate, the code, our sentences and the server's words. In the person's
 * language, since that is also the one of the provider's support.
 *
 * Returns: (transfer full): plain text of several lines
 */
char *
mail_support_report_format (MailVerify *verify, MailAddress *address, MailProvider *provider, gboolean names)
{
  Report self = { g_string_new (NULL), address, provider, names };

  add_program (&self);
  add_name (&self, _("Address"), mail_address_get_address (address));
  add (&self, _("Provider"), provider != NULL ? mail_provider_get_name (provider) : NULL);
  add_report (&self, mail_verify_get_incoming (verify));
  add_report (&self, mail_verify_get_outgoing (verify));
  return g_string_free (self.text, FALSE);
}
