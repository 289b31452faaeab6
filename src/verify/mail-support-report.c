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

  /* Where there is one letter only, it would be all. */
  if (*second == '\0' || second == at)
    second = name;
  return g_strdup_printf ("%.*s…%s", (int) (second - name), name, at != NULL ? at : "");
}

/* However it is spelt: in capitals, or with its marks apart from the letters. */
static char *
fold (const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_ALL);

  return g_utf8_casefold (normal, -1);
}

/* Whether what lies between is a name of its own: "alice" in "<alice>" and in "user.alice", not in "malice".
 */
static gboolean
stands_alone (const char *text, const char *start, const char *end)
{
  const char *before = g_utf8_find_prev_char (text, start);

  return (before == NULL || !g_unichar_isalnum (g_utf8_get_char (before)))
         && !g_unichar_isalnum (g_utf8_get_char (end));
}

static gboolean
holds (const char *folded, const char *name)
{
  gsize length = strlen (name);

  for (const char *p = folded; (p = strstr (p, name)) != NULL; p++)
    if (stands_alone (folded, p, p + length))
      return TRUE;
  return FALSE;
}

static void
add_folded (GPtrArray *texts, const char *bytes, gsize length)
{
  g_autofree char *copy = g_malloc0 (length + 1);
  g_autofree char *valid = NULL;

  for (gsize i = 0; i < length; i++)
    copy[i] = bytes[i] != '\0' ? bytes[i] : ' ';
  valid = g_utf8_make_valid (copy, length);
  g_ptr_array_add (texts, fold (valid));
}

/* GLib's own gives up at the first "%" that means nothing. */
static char *
unescape (const char *text)
{
  GString *result = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    if (*p == '%' && g_ascii_isxdigit (p[1]) && g_ascii_isxdigit (p[2]))
      {
        g_string_append_c (result, g_ascii_xdigit_value (p[1]) << 4 | g_ascii_xdigit_value (p[2]));
        p += 2;
      }
    else
      g_string_append_c (result, *p);
  return g_string_free (result, FALSE);
}

static void
add_decoded (GPtrArray *texts, const char *run)
{
  g_autofree char *padded = g_strconcat (run, "AAA", NULL);
  g_autofree guchar *bytes = NULL;
  gsize length;

  /* What is short of a group of four would be lost; the zeros that it becomes do no harm. */
  padded[strlen (padded) / 4 * 4] = '\0';
  bytes = g_base64_decode (padded, &length);
  add_folded (texts, (const char *) bytes, length);
}

/* Base64, also of the kind for addresses, begins anywhere: "AUTH=…", "x-…". */
static void
add_base64 (GPtrArray *texts, const char *text)
{
  g_autofree char *usual = g_strdelimit (g_strdelimit (g_strdup (text), "-", '+'), "_", '/');
  g_autofree char *alphabet
      = g_strcanon (g_strdup (usual), G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "+/", ' ');
  g_auto (GStrv) runs = g_strsplit (alphabet, " ", -1);

  for (guint i = 0; runs[i] != NULL; i++)
    for (gsize skipped = 0; skipped < 4 && strlen (runs[i]) >= skipped + SHORTEST_NAME; skipped++)
      add_decoded (texts, runs[i] + skipped);
}

/* A word plain, percent-encoded, or in base64 as in a SASL exchange. */
static GPtrArray *
read_word (const char *word)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *unescaped = unescape (word);

  add_folded (texts, word, strlen (word));
  add_folded (texts, unescaped, strlen (unescaped));
  add_base64 (texts, word);
  add_base64 (texts, unescaped);
  return texts;
}

static void
add_if_long (GPtrArray *names, const char *name)
{
  g_autofree char *folded = fold (name);

  if (strlen (folded) >= SHORTEST_NAME)
    g_ptr_array_add (names, g_steal_pointer (&folded));
}

/* A name as a whole, what stands before its "@", and the parts of that: "EXAMPLE\\alice", "Alice Example". */
static void
add_forms (GPtrArray *names, const char *name)
{
  const char *at = strrchr (name, '@');
  g_autofree char *local = g_strndup (name, at != NULL ? (gsize) (at - name) : strlen (name));
  g_auto (GStrv) parts = g_strsplit_set (local, " \\", -1);

  add_if_long (names, name);
  add_if_long (names, local);
  for (guint i = 0; parts[i] != NULL; i++)
    add_if_long (names, parts[i]);
}

static GPtrArray *
list_names (Report *self, MailServer *server)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  add_forms (names, mail_address_get_address (self->address));
  add_forms (names, mail_server_get_username (server));
  return names;
}

/* The host is told anyway, and "info" may be a part of it. */
static gboolean
names_person (GPtrArray *names, const char *host, const char *word)
{
  g_auto (GStrv) around = g_strsplit (word, *host != '\0' ? host : " ", -1);
  g_autofree char *rest = g_strjoinv (" ", around);
  g_autoptr (GPtrArray) texts = read_word (rest);

  for (guint i = 0; i < texts->len; i++)
    for (guint j = 0; j < names->len; j++)
      if (holds (texts->pdata[i], names->pdata[j]))
        return TRUE;
  return FALSE;
}

/* What a server said, without the words that name the person. */
static char *
mask_words (Report *self, MailServer *server, const char *text)
{
  g_autoptr (GPtrArray) names = list_names (self, server);
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  for (guint i = 0; words[i] != NULL && !self->names; i++)
    if (names_person (names, mail_server_get_host (server), words[i]))
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

/* Sentences and certificates, too, may hold the address or the user name. */
static void
add_sentence (Report *self, MailServer *server, const char *label, const char *sentence)
{
  g_autofree char *masked = mask_words (self, server, sentence != NULL ? sentence : "");

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

  add (self, _ ("Date"), date);
  add (self, _ ("Program"), program);
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
add_certificate (Report *self, MailServer *server, const MailTlsInfo *tls)
{
  g_autofree char *begin = format_date (tls->not_before);
  g_autofree char *end = format_date (tls->not_after);
  g_autofree char *period = g_strdup_printf ("%s – %s", begin, end);
  g_autofree char *names = tls->names != NULL ? g_strjoinv (", ", tls->names) : NULL;

  add_sentence (self, server, _ ("Certificate of"), tls->subject);
  add_sentence (self, server, _ ("Issued by"), tls->issuer);
  add (self, _ ("Valid"), period);
  add (self, _ ("For the names"), names);
  add (self, "SHA-256", tls->sha256);
  add (self, "SPKI SHA-256", tls->spki_sha256);
}

/* The faults are codes, as in the command line's JSON: they are for the support desk. */
static char *
describe_trust (const MailTlsInfo *tls)
{
  g_autofree const char **faults = mail_tls_info_list_faults (tls);
  g_autofree char *list = g_strjoinv (", ", (char **) faults);
  const char *trust = tls->pinned ? _ ("by a decision") : tls->trusted ? _ ("yes") : _ ("no");

  return *list != '\0' ? g_strdup_printf ("%s (%s)", trust, list) : g_strdup (trust);
}

static const char *
or_unknown (const char *text)
{
  return text != NULL ? text : "?";
}

static void
add_encryption (Report *self, MailServer *server, const MailTlsInfo *tls)
{
  g_autofree char *text = NULL;
  g_autofree char *trust = NULL;

  if (tls == NULL)
    return;
  text = g_strjoin (", ", or_unknown (tls->version), or_unknown (tls->cipher), or_unknown (tls->key),
                    or_unknown (tls->group), NULL);
  trust = describe_trust (tls);
  add (self, _ ("Encryption"), text);
  add (self, _ ("Trusted"), trust);
  if (tls->subject != NULL)
    add_certificate (self, server, tls);
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
    add (self, _ ("Sign-ins"), sign_ins);
  /* Translators: another port of the same server, with its encryption. */
  add (self, _ ("Answers, too"), other);
  add (self, _ ("Network"), evidence->reach & MAIL_REACH_OFFLINE ? _ ("none") : NULL);
  add (self, _ ("Network"), evidence->reach & MAIL_REACH_PORTAL ? _ ("wants a sign-in") : NULL);
  add (self, _ ("Network"), evidence->reach & MAIL_REACH_FORBIDDEN ? _ ("forbidden by the sandbox") : NULL);
  add (self, "IPv4", evidence->reach & MAIL_REACH_NO_IPV4 ? _ ("no answer") : NULL);
  add (self, "IPv6", evidence->reach & MAIL_REACH_NO_IPV6 ? _ ("no answer") : NULL);
}

static void
add_failure (Report *self, MailReport *report)
{
  MailServer *server = mail_report_get_server (report);
  g_autoptr (MailDiagnosis) diagnosis = NULL;

  if (mail_report_get_error (report) == NULL)
    return;
  diagnosis = mail_diagnosis_new (report, self->address, self->provider);
  add (self, _ ("Code"), mail_diagnosis_get_code (diagnosis));
  add_sentence (self, server, _ ("What"), mail_diagnosis_get_title (diagnosis));
  add_sentence (self, server, _ ("Why"), mail_diagnosis_get_cause (diagnosis));
  add_sentence (self, server, _ ("What to do"), mail_diagnosis_get_remedy (diagnosis));
  add_sentence (self, server, _ ("The server said"), mail_diagnosis_get_server_said (diagnosis));
}

static void
add_report (Report *self, MailReport *report)
{
  MailServer *server = mail_report_get_server (report);
  g_autofree char *endpoint = mail_server_describe (server);

  g_string_append_printf (self->text, "\n%s · %s\n",
                          mail_protocol_get_label (mail_server_get_protocol (server)), endpoint);
  add_name (self, _ ("User name"), mail_server_get_username (server));
  add_steps (self, report);
  add (self, _ ("Way to sign in"), mail_report_get_mechanism (report));
  add_evidence (self, mail_report_get_evidence (report));
  add_encryption (self, server, mail_report_get_tls (report));
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
  add_name (&self, _ ("Address"), mail_address_get_address (address));
  add (&self, _ ("Provider"), provider != NULL ? mail_provider_get_name (provider) : NULL);
  add_report (&self, mail_verify_get_incoming (verify));
  add_report (&self, mail_verify_get_outgoing (verify));
  return g_string_free (self.text, FALSE);
}
