/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Evolution's accounts are key files, three each: where mail comes from, who writes, and how mail leaves. The
 * names of the keys are those of the properties of its ESource extensions. */
#include "config.h"

#include "mail-handoff-evolution.h"

#include "mail-handoff-bus.h"

/* How often mail is asked for where the server does not tell; minutes. */
#define INTERVAL 10

static const char *const suffixes[] = {
  [MAIL_EVOLUTION_ACCOUNT] = "account",
  [MAIL_EVOLUTION_IDENTITY] = "identity",
  [MAIL_EVOLUTION_TRANSPORT] = "transport",
};

/* Made from the address, so that nothing has to be remembered, and an account that was edited since (which
 * gives it another id) is still found. A digest, because it becomes the name of a file. */
static char *
get_prefix (MailAccount *account)
{
  g_autofree char *address
      = g_ascii_strdown (mail_address_get_address (mail_account_get_address (account)), -1);
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, address, -1);

  return g_strdup_printf ("siegel-%.32s-", digest);
}

/**
 * mail_handoff_evolution_uids_new:
 * @account: an account
 *
 * New ones each time: when somebody removes an account in Evolution the names of its parts stay taken for as
 * long as Evolution Data Server runs (3.46 at least).
 *
 * Returns: (transfer full) (array zero-terminated=1): names for the parts, in the order of
 * #MailEvolutionSource
 */
char **
mail_handoff_evolution_uids_new (MailAccount *account)
{
  char **uids = g_new0 (char *, MAIL_EVOLUTION_N_SOURCES + 1);
  g_autofree char *prefix = get_prefix (account);
  guint32 number = g_random_int ();

  for (gsize i = 0; i < MAIL_EVOLUTION_N_SOURCES; i++)
    uids[i] = g_strdup_printf ("%s%08x-%s", prefix, number, suffixes[i]);
  return uids;
}

/**
 * mail_handoff_evolution_find_part:
 * @account: an account
 * @uid: the name of a source
 * @part: (out): which part of the account it is
 *
 * Returns: whether it is one
 */
gboolean
mail_handoff_evolution_find_part (MailAccount *account, const char *uid, MailEvolutionSource *part)
{
  g_autofree char *prefix = get_prefix (account);

  if (!g_str_has_prefix (uid, prefix))
    return FALSE;
  for (*part = 0; *part < MAIL_EVOLUTION_N_SOURCES; (*part)++)
    if (g_str_has_suffix (uid, suffixes[*part]))
      return TRUE;
  return FALSE;
}

static GKeyFile *
source_new (MailAccount *account)
{
  GKeyFile *file = g_key_file_new ();

  g_key_file_set_string (file, "Data Source", "DisplayName",
                         mail_address_get_address (mail_account_get_address (account)));
  g_key_file_set_boolean (file, "Data Source", "Enabled", TRUE);
  return file;
}

/* No method is the command of the protocol itself (LOGIN, USER and PASS), which every server has; for SMTP it
 * would be no sign-in. */
static const char *
get_method (MailServer *server)
{
  if (mail_server_get_auth (server) == MAIL_AUTH_NONE)
    return "none";
  return mail_server_get_protocol (server) == MAIL_PROTOCOL_SMTP ? "PLAIN" : "";
}

static void
set_server (GKeyFile *file, MailServer *server)
{
  gboolean starttls = mail_server_get_security (server) == MAIL_SECURITY_STARTTLS;
  gboolean signs_in = mail_server_get_auth (server) != MAIL_AUTH_NONE;

  g_key_file_set_string (file, "Authentication", "Host", mail_server_get_host (server));
  g_key_file_set_integer (file, "Authentication", "Port", mail_server_get_port (server));
  g_key_file_set_string (file, "Authentication", "Method", get_method (server));
  g_key_file_set_string (file, "Authentication", "ProxyUid", "system-proxy");
  g_key_file_set_boolean (file, "Authentication", "RememberPassword", TRUE);
  if (signs_in)
    g_key_file_set_string (file, "Authentication", "User", mail_server_get_username (server));
  g_key_file_set_string (file, "Security", "Method",
                         starttls ? "starttls-on-standard-port" : "ssl-on-alternate-port");
}

/* Mail stays on the server until the person decides otherwise: other devices read it, too. */
static void
set_protocol (GKeyFile *file, MailServer *incoming)
{
  gboolean pop = mail_server_get_protocol (incoming) == MAIL_PROTOCOL_POP3;

  g_key_file_set_string (file, "Mail Account", "BackendName", pop ? "pop" : "imapx");
  if (pop)
    g_key_file_set_boolean (file, "Pop Backend", "KeepOnServer", TRUE);
  else
    g_key_file_set_boolean (file, "Imapx Backend", "UseIdle", TRUE);
}

/* NeedsInitialSetup: at the first sign-in Evolution asks an IMAP server which folders are for sent mail and
 * drafts. */
static GKeyFile *
account_source_new (MailAccount *account, char **uids)
{
  MailServer *incoming = mail_settings_get_incoming (mail_account_get_settings (account));
  GKeyFile *file = source_new (account);

  g_key_file_set_string (file, "Mail Account", "IdentityUid", uids[MAIL_EVOLUTION_IDENTITY]);
  g_key_file_set_boolean (file, "Mail Account", "NeedsInitialSetup", TRUE);
  set_protocol (file, incoming);
  set_server (file, incoming);
  g_key_file_set_boolean (file, "Refresh", "Enabled", TRUE);
  g_key_file_set_integer (file, "Refresh", "IntervalMinutes", INTERVAL);
  return file;
}

static GKeyFile *
identity_source_new (MailAccount *account, char **uids)
{
  GKeyFile *file = source_new (account);

  g_key_file_set_string (file, "Data Source", "Parent", uids[MAIL_EVOLUTION_ACCOUNT]);
  g_key_file_set_string (file, "Mail Identity", "Address",
                         mail_address_get_address (mail_account_get_address (account)));
  g_key_file_set_string (file, "Mail Identity", "Name", mail_account_get_name (account));
  g_key_file_set_string (file, "Mail Submission", "TransportUid", uids[MAIL_EVOLUTION_TRANSPORT]);
  g_key_file_set_string (file, "Mail Submission", "SentFolder", "folder://local/Sent");
  g_key_file_set_boolean (file, "Mail Submission", "UseSentFolder", TRUE);
  g_key_file_set_string (file, "Mail Composition", "DraftsFolder", "folder://local/Drafts");
  g_key_file_set_string (file, "Mail Composition", "TemplatesFolder", "folder://local/Templates");
  return file;
}

static GKeyFile *
transport_source_new (MailAccount *account, char **uids)
{
  GKeyFile *file = source_new (account);

  g_key_file_set_string (file, "Data Source", "Parent", uids[MAIL_EVOLUTION_ACCOUNT]);
  g_key_file_set_string (file, "Mail Transport", "BackendName", "smtp");
  set_server (file, mail_settings_get_outgoing (mail_account_get_settings (account)));
  return file;
}

static void
add_source (GVariantBuilder *sources, const char *uid, GKeyFile *file)
{
  g_autofree char *text = g_key_file_to_data (file, NULL, NULL);

  g_variant_builder_add (sources, "{ss}", uid, text);
  g_key_file_unref (file);
}

/**
 * mail_handoff_evolution_sources_new:
 * @account: an account
 * @uids: the names of its parts
 *
 * Returns: (transfer floating): the arguments of CreateSources, without any password
 */
GVariant *
mail_handoff_evolution_sources_new (MailAccount *account, char **uids)
{
  GVariantBuilder sources;

  g_variant_builder_init (&sources, G_VARIANT_TYPE ("a{ss}"));
  add_source (&sources, uids[MAIL_EVOLUTION_ACCOUNT], account_source_new (account, uids));
  add_source (&sources, uids[MAIL_EVOLUTION_IDENTITY], identity_source_new (account, uids));
  add_source (&sources, uids[MAIL_EVOLUTION_TRANSPORT], transport_source_new (account, uids));
  return g_variant_new ("(a{ss})", &sources);
}

/**
 * mail_handoff_evolution_is_identity:
 * @account: an account
 * @data: the text of a source
 *
 * Returns: whether this source says who writes, and it is the address of the account
 */
gboolean
mail_handoff_evolution_is_identity (MailAccount *account, const char *data)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *address = NULL;

  if (g_key_file_load_from_data (file, data, -1, G_KEY_FILE_NONE, NULL))
    address = g_key_file_get_string (file, "Mail Identity", "Address", NULL);
  return mail_handoff_is_address (account, address);
}
