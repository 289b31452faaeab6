/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-types.h"

#include <glib/gi18n-lib.h>

#include "mail-enums.h"

/* RFC 8314, section 7.3 and 3.3: implicit TLS has ports of its own, STARTTLS lives on the old ones. */
static const struct
{
  const char *sasl_service;
  const char *label;
  guint tls_port;
  guint starttls_port;
} protocols[] = {
  [MAIL_PROTOCOL_IMAP] = { "imap", "IMAP", 993, 143 },
  [MAIL_PROTOCOL_POP3] = { "pop", "POP3", 995, 110 },
  [MAIL_PROTOCOL_SMTP] = { "smtp", "SMTP", 465, 587 },
};

static const char *const step_labels[] = {
  [MAIL_STEP_RESOLVE] = N_("Find the server"),
  [MAIL_STEP_CONNECT] = N_("Connect"),
  [MAIL_STEP_GREETING] = N_("Wait for the greeting"),
  [MAIL_STEP_STARTTLS] = N_("Ask for encryption"),
  [MAIL_STEP_TLS] = N_("Encrypt the connection"),
  [MAIL_STEP_IDENTITY] = N_("Check the server’s identity"),
  [MAIL_STEP_CAPABILITIES] = N_("Ask what the server can do"),
  [MAIL_STEP_SIGN_IN] = N_("Sign in"),
  [MAIL_STEP_MAILBOX] = N_("Open the inbox"),
  [MAIL_STEP_SENDER] = N_("Check the sender address"),
  [MAIL_STEP_MESSAGE] = N_("Hand over the message"),
  [MAIL_STEP_ARRIVAL] = N_("Wait for the message"),
};

static gboolean
nick_to_value (GType type, const char *nick, int *value)
{
  g_autoptr (GEnumClass) enum_class = g_type_class_ref (type);
  const GEnumValue *found = g_enum_get_value_by_nick (enum_class, nick);

  if (found != NULL)
    *value = found->value;
  return found != NULL;
}

static const char **
flags_to_strv (GType type, guint flags)
{
  g_autoptr (GFlagsClass) flags_class = g_type_class_ref (type);
  const char **nicks = g_new0 (const char *, flags_class->n_values + 1);
  guint n_nicks = 0;

  for (guint i = 0; i < flags_class->n_values; i++)
    if (flags & flags_class->values[i].value)
      nicks[n_nicks++] = flags_class->values[i].value_nick;
  return nicks;
}

/**
 * mail_enum_get_nick:
 * @type: one of our enumerated types
 * @value: a value of it
 *
 * The word of a value, as JSON and URIs have it: its name in the enumeration, lower case, joined by
 * hyphens. One rule for all of them means no table that could disagree with the header.
 *
 * Returns: (transfer none): the nick, "unknown" where @value is not of @type
 */
const char *
mail_enum_get_nick (GType type, int value)
{
  g_autoptr (GEnumClass) enum_class = g_type_class_ref (type);
  const GEnumValue *found = g_enum_get_value (enum_class, value);

  return found != NULL ? found->value_nick : "unknown";
}

/**
 * mail_protocol_to_string:
 * Returns: (transfer none): "imap", "pop3" or "smtp"
 */
const char *
mail_protocol_to_string (MailProtocol protocol)
{
  return mail_enum_get_nick (MAIL_TYPE_PROTOCOL, protocol);
}

/**
 * mail_security_to_string:
 * Returns: (transfer none): "automatic", "tls" or "starttls"
 */
const char *
mail_security_to_string (MailSecurity security)
{
  return mail_enum_get_nick (MAIL_TYPE_SECURITY, security);
}

/**
 * mail_source_to_string:
 * Returns: (transfer none): "database", "file" and so on
 */
const char *
mail_source_to_string (MailSource source)
{
  return mail_enum_get_nick (MAIL_TYPE_SOURCE, source);
}

/**
 * mail_trust_to_string:
 * Returns: (transfer none): "built-in", "https" and so on
 */
const char *
mail_trust_to_string (MailTrust trust)
{
  return mail_enum_get_nick (MAIL_TYPE_TRUST, trust);
}

/**
 * mail_step_to_string:
 * Returns: (transfer none): "resolve", "sign-in" and so on
 */
const char *
mail_step_to_string (MailStep step)
{
  return mail_enum_get_nick (MAIL_TYPE_STEP, step);
}

/**
 * mail_state_to_string:
 * Returns: (transfer none): "waiting", "passed" and so on
 */
const char *
mail_state_to_string (MailState state)
{
  return mail_enum_get_nick (MAIL_TYPE_STATE, state);
}

/**
 * mail_auth_to_strv:
 * Returns: (transfer container): the nick of each flag that is set ("password", "oauth2", "none"), in the
 *   order of the enumeration, %NULL-terminated
 */
const char **
mail_auth_to_strv (MailAuth auth)
{
  return flags_to_strv (MAIL_TYPE_AUTH, auth);
}

/**
 * mail_need_to_strv:
 * Returns: (transfer container): the nick of each flag that is set ("app-password", "enable-imap" …), in
 *   the order of the enumeration, %NULL-terminated
 */
const char **
mail_need_to_strv (MailNeed needs)
{
  return flags_to_strv (MAIL_TYPE_NEED, needs);
}

/**
 * mail_protocol_from_string:
 * @text: a word
 * @protocol: (out): the protocol of that name; untouched where there is none
 *
 * Returns: whether @text is "imap", "pop3" or "smtp"
 */
gboolean
mail_protocol_from_string (const char *text, MailProtocol *protocol)
{
  int value;

  if (!nick_to_value (MAIL_TYPE_PROTOCOL, text, &value))
    return FALSE;
  *protocol = value;
  return TRUE;
}

/**
 * mail_security_from_string:
 * @text: a word
 * @security: (out): the kind of encryption of that name; untouched where there is none
 *
 * Returns: whether @text is "automatic", "tls" or "starttls"
 */
gboolean
mail_security_from_string (const char *text, MailSecurity *security)
{
  int value;

  if (!nick_to_value (MAIL_TYPE_SECURITY, text, &value))
    return FALSE;
  *security = value;
  return TRUE;
}

/**
 * mail_protocol_get_label:
 * Returns: (transfer none): its name for people ("IMAP"); the same in every language
 */
const char *
mail_protocol_get_label (MailProtocol protocol)
{
  return protocols[protocol].label;
}

/**
 * mail_security_get_label:
 * Returns: (transfer none): its name for people ("SSL/TLS"), translated
 */
const char *
mail_security_get_label (MailSecurity security)
{
  switch (security)
    {
    case MAIL_SECURITY_AUTOMATIC:
      return _("Automatic (encrypted)");
    case MAIL_SECURITY_TLS:
      return "SSL/TLS";
    case MAIL_SECURITY_STARTTLS:
      return "STARTTLS";
    }
  g_return_val_if_reached ("");
}

/**
 * mail_step_get_label:
 * Returns: (transfer none): what is done in this step, for people ("Sign in"), translated
 */
const char *
mail_step_get_label (MailStep step)
{
  return _ (step_labels[step]);
}

/**
 * mail_protocol_get_sasl_service:
 * @protocol: a protocol
 *
 * The GSSAPI service name, which SASL mechanisms put into what they sign: RFC 9051, section 6.2.2;
 * RFC 5034, section 2; RFC 4954, section 4.
 *
 * Returns: (transfer none): "imap", "pop" or "smtp"
 */
const char *
mail_protocol_get_sasl_service (MailProtocol protocol)
{
  return protocols[protocol].sasl_service;
}

/**
 * mail_protocol_get_port:
 * @protocol: a protocol
 * @security: a kind of encryption; %MAIL_SECURITY_AUTOMATIC counts as TLS, which it tries first
 *
 * Returns: the standard TCP port (RFC 8314)
 */
guint
mail_protocol_get_port (MailProtocol protocol, MailSecurity security)
{
  if (security == MAIL_SECURITY_STARTTLS)
    return protocols[protocol].starttls_port;
  return protocols[protocol].tls_port;
}
