/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What servers mean when they say no.
 *
 * Three sources, the most telling first: well-known words (providers put the reason into the text long before
 * they get round to a code), codes made for the purpose (RFC 5530, RFC 2449, RFC 3206, RFC 3463), and the
 * bare reply code of SMTP. Where none says more, the step that was going on decides. */

#include "config.h"

#include "mail-refusal.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The mechanism or the command did not work; says nothing about the password. */
#define TECHNICAL MAIL_ERROR_MECHANISM_UNSUPPORTED

#define AT(step)   (1u << (step))
#define SIGNING_IN AT (MAIL_STEP_SIGN_IN)
#define SENDING    (AT (MAIL_STEP_SENDER) | AT (MAIL_STEP_MESSAGE))
#define ANYWHERE   (~0u)

typedef struct
{
  const char *key;
  guint steps;
  MailError error;
} Rule;

/* Parts of sentences, in lower case. The order counts: the first that is found. */
static const Rule words[] = {
  /* Several causes in one sentence. Which of them it is, the server does not say (Yandex, QQ). */
  { "invalid credentials or", SIGNING_IN, MAIL_ERROR_SIGN_IN_REJECTED },
  { "login failure or", SIGNING_IN, MAIL_ERROR_SIGN_IN_REJECTED },
  { "account is abnormal", SIGNING_IN, MAIL_ERROR_SIGN_IN_REJECTED },
  { "too many connections", ANYWHERE, MAIL_ERROR_TOO_MANY_CONNECTIONS },
  { "too many concurrent", ANYWHERE, MAIL_ERROR_TOO_MANY_CONNECTIONS },
  { "too many simultaneous", ANYWHERE, MAIL_ERROR_TOO_MANY_CONNECTIONS },
  { "maximum number of connections", ANYWHERE, MAIL_ERROR_TOO_MANY_CONNECTIONS },
  { "number of concurrent connections", ANYWHERE, MAIL_ERROR_TOO_MANY_CONNECTIONS },
  { "connection limit", ANYWHERE, MAIL_ERROR_TOO_MANY_CONNECTIONS },
  { "connections from your ip", ANYWHERE, MAIL_ERROR_TOO_MANY_CONNECTIONS },
  { "lock maildrop", ANYWHERE, MAIL_ERROR_TOO_MANY_CONNECTIONS },
  { "maildrop already locked", ANYWHERE, MAIL_ERROR_TOO_MANY_CONNECTIONS },
  { "locked by another", ANYWHERE, MAIL_ERROR_TOO_MANY_CONNECTIONS },
  { "another pop session", ANYWHERE, MAIL_ERROR_TOO_MANY_CONNECTIONS },
  { "application-specific password", SIGNING_IN, MAIL_ERROR_APP_PASSWORD_NEEDED },
  { "application specific password", SIGNING_IN, MAIL_ERROR_APP_PASSWORD_NEEDED },
  { "application password", SIGNING_IN, MAIL_ERROR_APP_PASSWORD_NEEDED },
  { "app-specific password", SIGNING_IN, MAIL_ERROR_APP_PASSWORD_NEEDED },
  { "app password", SIGNING_IN, MAIL_ERROR_APP_PASSWORD_NEEDED },
  { "app-password", SIGNING_IN, MAIL_ERROR_APP_PASSWORD_NEEDED },
  { "two-factor", SIGNING_IN, MAIL_ERROR_APP_PASSWORD_NEEDED },
  { "two-step verification", SIGNING_IN, MAIL_ERROR_APP_PASSWORD_NEEDED },
  { "authorization code", SIGNING_IN, MAIL_ERROR_APP_PASSWORD_NEEDED },
  /* The same in Chinese, as UTF-8 and as GB 18030 (QQ). */
  { "授权码", SIGNING_IN, MAIL_ERROR_APP_PASSWORD_NEEDED },
  { "\xca\xda\xc8\xa8\xc2\xeb", SIGNING_IN, MAIL_ERROR_APP_PASSWORD_NEEDED },
  { "web browser", SIGNING_IN, MAIL_ERROR_WEB_LOGIN_NEEDED },
  { "web login required", SIGNING_IN, MAIL_ERROR_WEB_LOGIN_NEEDED },
  { "verify your account", SIGNING_IN, MAIL_ERROR_WEB_LOGIN_NEEDED },
  { "verify your identity", SIGNING_IN, MAIL_ERROR_WEB_LOGIN_NEEDED },
  { "basic authentication is disabled", SIGNING_IN, MAIL_ERROR_OAUTH_NEEDED },
  { "basic authentication is blocked", SIGNING_IN, MAIL_ERROR_OAUTH_NEEDED },
  { "basicauthblocked", SIGNING_IN, MAIL_ERROR_OAUTH_NEEDED },
  { "modern authentication", SIGNING_IN, MAIL_ERROR_OAUTH_NEEDED },
  { "oauth authentication required", SIGNING_IN, MAIL_ERROR_OAUTH_NEEDED },
  { "oauth is required", SIGNING_IN, MAIL_ERROR_OAUTH_NEEDED },
  { "user credentials were incorrect", SIGNING_IN, MAIL_ERROR_SIGN_IN_REJECTED },
  { "smtpclientauthentication is disabled", SIGNING_IN, MAIL_ERROR_ACCESS_DISABLED },
  { "smtp is disabled", SIGNING_IN, MAIL_ERROR_ACCESS_DISABLED },
  { "smtp access is disabled", SIGNING_IN, MAIL_ERROR_ACCESS_DISABLED },
  { "smtp auth is disabled", SIGNING_IN, MAIL_ERROR_ACCESS_DISABLED },
  { "not enabled for imap", SIGNING_IN, MAIL_ERROR_ACCESS_DISABLED },
  { "not enabled for pop", SIGNING_IN, MAIL_ERROR_ACCESS_DISABLED },
  { "access not enabled", SIGNING_IN, MAIL_ERROR_ACCESS_DISABLED },
  { "yet to enable imap", SIGNING_IN, MAIL_ERROR_ACCESS_DISABLED },
  { "yet to enable pop", SIGNING_IN, MAIL_ERROR_ACCESS_DISABLED },
  { "imap access is disabled", SIGNING_IN, MAIL_ERROR_ACCESS_DISABLED },
  { "imap access disabled", SIGNING_IN, MAIL_ERROR_ACCESS_DISABLED },
  { "imap is disabled", SIGNING_IN, MAIL_ERROR_ACCESS_DISABLED },
  { "imap is not enabled", SIGNING_IN, MAIL_ERROR_ACCESS_DISABLED },
  { "imap disabled", SIGNING_IN, MAIL_ERROR_ACCESS_DISABLED },
  { "pop3 access is disabled", SIGNING_IN, MAIL_ERROR_ACCESS_DISABLED },
  { "pop access is disabled", SIGNING_IN, MAIL_ERROR_ACCESS_DISABLED },
  { "pop3 is disabled", SIGNING_IN, MAIL_ERROR_ACCESS_DISABLED },
  { "pop3 is not enabled", SIGNING_IN, MAIL_ERROR_ACCESS_DISABLED },
  { "pop3 disabled", SIGNING_IN, MAIL_ERROR_ACCESS_DISABLED },
  { "working with imap", SIGNING_IN, MAIL_ERROR_ACCESS_DISABLED },
  { "working with pop3", SIGNING_IN, MAIL_ERROR_ACCESS_DISABLED },
  { "access rights to this service", SIGNING_IN, MAIL_ERROR_ACCESS_DISABLED },
  { "service is not open", SIGNING_IN, MAIL_ERROR_ACCESS_DISABLED },
  { "user has no permission", SIGNING_IN, MAIL_ERROR_ACCESS_DISABLED },
  { "authenticated but not connected", ANYWHERE, MAIL_ERROR_ACCESS_DISABLED },
  { "account is locked", SIGNING_IN, MAIL_ERROR_ACCOUNT_LOCKED },
  { "account locked", SIGNING_IN, MAIL_ERROR_ACCOUNT_LOCKED },
  { "account has been locked", SIGNING_IN, MAIL_ERROR_ACCOUNT_LOCKED },
  { "user is locked", SIGNING_IN, MAIL_ERROR_ACCOUNT_LOCKED },
  { "temporarily locked", SIGNING_IN, MAIL_ERROR_ACCOUNT_LOCKED },
  { "account is disabled", SIGNING_IN, MAIL_ERROR_ACCOUNT_LOCKED },
  { "account disabled", SIGNING_IN, MAIL_ERROR_ACCOUNT_LOCKED },
  { "account has been disabled", SIGNING_IN, MAIL_ERROR_ACCOUNT_LOCKED },
  { "user is disabled", SIGNING_IN, MAIL_ERROR_ACCOUNT_LOCKED },
  { "login disabled for this user", SIGNING_IN, MAIL_ERROR_ACCOUNT_LOCKED },
  { "account is blocked", SIGNING_IN, MAIL_ERROR_ACCOUNT_LOCKED },
  { "account blocked", SIGNING_IN, MAIL_ERROR_ACCOUNT_LOCKED },
  { "account has been blocked", SIGNING_IN, MAIL_ERROR_ACCOUNT_LOCKED },
  { "account is not active", SIGNING_IN, MAIL_ERROR_ACCOUNT_LOCKED },
  { "account not active", SIGNING_IN, MAIL_ERROR_ACCOUNT_LOCKED },
  { "account is inactive", SIGNING_IN, MAIL_ERROR_ACCOUNT_LOCKED },
  { "suspended", SIGNING_IN, MAIL_ERROR_ACCOUNT_LOCKED },
  /* A mailbox that sent spam (Outlook). */
  { "bad outbound sender", SENDING, MAIL_ERROR_ACCOUNT_LOCKED },
  { "password expired", SIGNING_IN, MAIL_ERROR_PASSWORD_EXPIRED },
  { "password has expired", SIGNING_IN, MAIL_ERROR_PASSWORD_EXPIRED },
  { "password is expired", SIGNING_IN, MAIL_ERROR_PASSWORD_EXPIRED },
  { "change your password", SIGNING_IN, MAIL_ERROR_PASSWORD_EXPIRED },
  { "password must be changed", SIGNING_IN, MAIL_ERROR_PASSWORD_EXPIRED },
  { "password is too simple", SIGNING_IN, MAIL_ERROR_PASSWORD_EXPIRED },
  { "throttled", ANYWHERE, MAIL_ERROR_SERVER_BUSY },
  { "rate limit", ANYWHERE, MAIL_ERROR_SERVER_BUSY },
  { "rate-limit", ANYWHERE, MAIL_ERROR_SERVER_BUSY },
  { "frequency limited", ANYWHERE, MAIL_ERROR_SERVER_BUSY },
  { "sending limit", ANYWHERE, MAIL_ERROR_SERVER_BUSY },
  { "sending activity", ANYWHERE, MAIL_ERROR_SERVER_BUSY },
  { "temporarily unavailable", ANYWHERE, MAIL_ERROR_SERVER_BUSY },
  { "too many login", SIGNING_IN, MAIL_ERROR_SERVER_BUSY },
  { "too many failed", SIGNING_IN, MAIL_ERROR_SERVER_BUSY },
  { "too many bad", SIGNING_IN, MAIL_ERROR_SERVER_BUSY },
  { "too many invalid", SIGNING_IN, MAIL_ERROR_SERVER_BUSY },
  { "too many incorrect", SIGNING_IN, MAIL_ERROR_SERVER_BUSY },
  { "too many auth", SIGNING_IN, MAIL_ERROR_SERVER_BUSY },
  { "too many attempts", SIGNING_IN, MAIL_ERROR_SERVER_BUSY },
  { "exceeded command or bandwidth", SIGNING_IN, MAIL_ERROR_SERVER_BUSY },
  { "temporary authentication failure", SIGNING_IN, MAIL_ERROR_SERVER_BUSY },
  { "temporary system", SIGNING_IN, MAIL_ERROR_SERVER_BUSY },
  /* Cyrus SASL: the server’s own fault, or the mechanism’s; said with the code of a wrong password. */
  { "generic failure", SIGNING_IN, MAIL_ERROR_SERVER_BUSY },
  { "no mechanism available", SIGNING_IN, TECHNICAL },
  { "another step is needed", SIGNING_IN, TECHNICAL },
  { "bad protocol / cancel", SIGNING_IN, TECHNICAL },
  /* RFC 4954 gives this the code that Google uses for app passwords. */
  { "mechanism is too weak", SIGNING_IN, TECHNICAL },
};

/* RFC 5530 and RFC 2449, 3206 (in brackets); RFC 3463, 4954, 5248 (three numbers). */
static const Rule codes[] = {
  { "AUTHENTICATIONFAILED", SIGNING_IN, MAIL_ERROR_SIGN_IN_REJECTED },
  { "AUTHORIZATIONFAILED", SIGNING_IN, MAIL_ERROR_SIGN_IN_REJECTED },
  { "AUTH", SIGNING_IN, MAIL_ERROR_SIGN_IN_REJECTED },
  { "NOPERM", SIGNING_IN, MAIL_ERROR_ACCESS_DISABLED },
  { "WEBALERT", SIGNING_IN, MAIL_ERROR_WEB_LOGIN_NEEDED },
  { "EXPIRED", SIGNING_IN, MAIL_ERROR_PASSWORD_EXPIRED },
  { "CONTACTADMIN", SIGNING_IN, MAIL_ERROR_ACCOUNT_LOCKED },
  { "PRIVACYREQUIRED", SIGNING_IN, TECHNICAL },
  { "CANNOT", SIGNING_IN, TECHNICAL },
  { "CLIENTBUG", SIGNING_IN, TECHNICAL },
  { "UNAVAILABLE", ANYWHERE, MAIL_ERROR_SERVER_BUSY },
  { "SERVERBUG", ANYWHERE, MAIL_ERROR_SERVER_BUSY },
  { "INUSE", ANYWHERE, MAIL_ERROR_TOO_MANY_CONNECTIONS },
  { "IN-USE", ANYWHERE, MAIL_ERROR_TOO_MANY_CONNECTIONS },
  { "LIMIT", ANYWHERE, MAIL_ERROR_TOO_MANY_CONNECTIONS },
  { "OVERQUOTA", SIGNING_IN, MAIL_ERROR_SERVER_BUSY },
  { "LOGIN-DELAY", ANYWHERE, MAIL_ERROR_SERVER_BUSY },
  { "SYS/TEMP", ANYWHERE, MAIL_ERROR_SERVER_BUSY },
  { "SYS/PERM", ANYWHERE, MAIL_ERROR_MAILBOX_UNAVAILABLE },
  { "5.7.8", SIGNING_IN, MAIL_ERROR_SIGN_IN_REJECTED },
  { "5.7.9", SIGNING_IN, MAIL_ERROR_APP_PASSWORD_NEEDED },
  { "5.7.139", SIGNING_IN, MAIL_ERROR_OAUTH_NEEDED },
  { "5.7.14", SIGNING_IN, MAIL_ERROR_WEB_LOGIN_NEEDED },
  { "5.7.13", SIGNING_IN, MAIL_ERROR_ACCOUNT_LOCKED },
  { "5.7.4", SIGNING_IN, TECHNICAL },
  { "5.7.10", SIGNING_IN, TECHNICAL },
  { "5.7.11", SIGNING_IN, TECHNICAL },
  { "5.7.12", SIGNING_IN, TECHNICAL },
  { "4.7.12", SIGNING_IN, TECHNICAL },
  { "5.1.8", SENDING, MAIL_ERROR_SENDER_REJECTED },
  /* A quota of messages (Gmail): what was asked for is allowed, only not today. */
  { "5.4.5", SENDING, MAIL_ERROR_SERVER_BUSY },
};

/* Looked for only where no code says more: many servers call any refused sign-in “not supported for this
 * user”. */
static const Rule technical_words[] = {
  { "unsupported", SIGNING_IN, TECHNICAL },       { "not supported", SIGNING_IN, TECHNICAL },
  { "not implemented", SIGNING_IN, TECHNICAL },   { "unrecognized", SIGNING_IN, TECHNICAL },
  { "unknown auth", SIGNING_IN, TECHNICAL },      { "unknown command", SIGNING_IN, TECHNICAL },
  { "unknown mechanism", SIGNING_IN, TECHNICAL }, { "invalid command", SIGNING_IN, TECHNICAL },
  { "invalid argument", SIGNING_IN, TECHNICAL },  { "mechanism not", SIGNING_IN, TECHNICAL },
  { "syntax error", SIGNING_IN, TECHNICAL },      { "plaintext authentication", SIGNING_IN, TECHNICAL },
  { "under a layer", SIGNING_IN, TECHNICAL },     { "starttls", SIGNING_IN, TECHNICAL },
};

/* RFC 4954, section 6; RFC 5321, section 4.2. */
static const Rule statuses[] = {
  { "421", ANYWHERE, MAIL_ERROR_SERVER_BUSY },
  { "432", SIGNING_IN, TECHNICAL },
  { "500", SIGNING_IN, TECHNICAL },
  { "501", SIGNING_IN, TECHNICAL },
  { "502", SIGNING_IN, TECHNICAL },
  { "503", SIGNING_IN, TECHNICAL },
  { "504", SIGNING_IN, TECHNICAL },
  { "523", SIGNING_IN, TECHNICAL },
  { "525", SIGNING_IN, MAIL_ERROR_ACCOUNT_LOCKED },
  { "534", SIGNING_IN, TECHNICAL },
  { "538", SIGNING_IN, TECHNICAL },
  { "530", SENDING, MAIL_ERROR_SIGN_IN_REJECTED },
  { "4", SIGNING_IN | SENDING | AT (MAIL_STEP_CAPABILITIES), MAIL_ERROR_SERVER_BUSY },
};

static gboolean
contains (gconstpointer heard, gconstpointer key)
{
  return strstr (heard, key) != NULL;
}

static gboolean
starts_with (gconstpointer heard, gconstpointer key)
{
  return g_str_has_prefix (heard, key);
}

/* RFC 2449, section 8: a level below (“SYS/TEMP/DB”) may be unknown, the one above it is meant as well. */
static gboolean
is_code (gconstpointer heard, gconstpointer key)
{
  const gsize length = strlen (key);

  return strncmp (heard, key, length) == 0
         && (((const char *) heard)[length] == '\0' || ((const char *) heard)[length] == '/');
}

static const Rule *
find_rule (const Rule *rules, gsize n_rules, GEqualFunc matches, const char *heard, MailStep step)
{
  for (gsize i = 0; heard != NULL && i < n_rules; i++)
    if ((rules[i].steps & AT (step)) != 0 && matches (heard, rules[i].key))
      return &rules[i];
  return NULL;
}

static const Rule *
find (const MailRefusal *self)
{
  g_autofree char *text = self->text != NULL ? g_ascii_strdown (self->text, -1) : NULL;
  g_autofree char *status = self->status != 0 ? g_strdup_printf ("%u", self->status) : NULL;
  const Rule *rule = find_rule (words, G_N_ELEMENTS (words), contains, text, self->step);

  if (rule == NULL)
    rule = find_rule (codes, G_N_ELEMENTS (codes), is_code, self->code, self->step);
  if (rule == NULL)
    rule = find_rule (technical_words, G_N_ELEMENTS (technical_words), contains, text, self->step);
  if (rule == NULL)
    rule = find_rule (statuses, G_N_ELEMENTS (statuses), starts_with, status, self->step);
  return rule;
}

static MailError
default_error (const MailRefusal *self)
{
  switch (self->step)
    {
    case MAIL_STEP_GREETING:
      return MAIL_ERROR_SERVER_BUSY;
    case MAIL_STEP_STARTTLS:
      return self->closing ? MAIL_ERROR_CLOSED_EARLY : MAIL_ERROR_STARTTLS_REFUSED;
    case MAIL_STEP_SIGN_IN:
      return self->bad ? TECHNICAL : self->closing ? MAIL_ERROR_CLOSED_EARLY : MAIL_ERROR_SIGN_IN_REJECTED;
    case MAIL_STEP_MAILBOX:
    case MAIL_STEP_ARRIVAL:
      return self->closing ? MAIL_ERROR_CLOSED_EARLY : MAIL_ERROR_MAILBOX_UNAVAILABLE;
    case MAIL_STEP_SENDER:
    case MAIL_STEP_MESSAGE:
      return MAIL_ERROR_SENDER_REJECTED;
    case MAIL_STEP_RESOLVE:
    case MAIL_STEP_CONNECT:
    case MAIL_STEP_TLS:
    case MAIL_STEP_IDENTITY:
    case MAIL_STEP_CAPABILITIES:
    default:
      return self->closing ? MAIL_ERROR_CLOSED_EARLY : MAIL_ERROR_PROTOCOL_ERROR;
    }
}

/* About the account. */
static char *
describe (MailError code, const char *host)
{
  switch ((guint) code)
    {
    case MAIL_ERROR_SERVER_BUSY:
      /* Translators: %s is the name of a server. */
      return g_strdup_printf (_("%s is too busy at the moment. Try again in a few minutes."), host);
    case MAIL_ERROR_TOO_MANY_CONNECTIONS:
      /* Translators: %s is the name of a server. */
      return g_strdup_printf (
          _("%s allows no further connections. Close other mail programs and try again."), host);
    case MAIL_ERROR_ACCESS_DISABLED:
      /* Translators: %s is the name of a server. */
      return g_strdup_printf (
          _("%s has switched off access by mail programs. Switch it on at your provider."), host);
    case MAIL_ERROR_SIGN_IN_REJECTED:
      /* Translators: %s is the name of a server. */
      return g_strdup_printf (_("%s did not accept the user name or the password."), host);
    case MAIL_ERROR_APP_PASSWORD_NEEDED:
      /* Translators: %s is the name of a server. */
      return g_strdup_printf (_("%s wants an app password instead of your usual password."), host);
    case MAIL_ERROR_OAUTH_NEEDED:
      /* Translators: %s is the name of a server. */
      return g_strdup_printf (_("%s lets you sign in through the browser only, not with a password."), host);
    case MAIL_ERROR_WEB_LOGIN_NEEDED:
      /* Translators: %s is the name of a server. */
      return g_strdup_printf (_("%s wants you to sign in on its website first. Then try again."), host);
    case MAIL_ERROR_ACCOUNT_LOCKED:
      /* Translators: %s is the name of a server. */
      return g_strdup_printf (_("%s has locked this account. Ask your provider."), host);
    case MAIL_ERROR_PASSWORD_EXPIRED:
      /* Translators: %s is the name of a server. */
      return g_strdup_printf (_("%s says that the password has expired. Choose a new one at your provider."),
                              host);
    default:
      return NULL;
    }
}

/* About the way to it. */
static char *
describe_way (MailError code, const char *host)
{
  switch ((guint) code)
    {
    case MAIL_ERROR_MECHANISM_UNSUPPORTED:
      /* Translators: %s is the name of a server. */
      return g_strdup_printf (_("%s offers no way to sign in that Siegel knows."), host);
    case MAIL_ERROR_MAILBOX_UNAVAILABLE:
      /* Translators: %s is the name of a server. */
      return g_strdup_printf (_("The sign-in works, but %s does not open the mailbox."), host);
    case MAIL_ERROR_SENDER_REJECTED:
      /* Translators: %s is the name of a server. */
      return g_strdup_printf (_("%s does not let you send with this address."), host);
    case MAIL_ERROR_STARTTLS_REFUSED:
      /* Translators: %s is the name of a server. */
      return g_strdup_printf (_("%s offers encryption, but refused to start it. Nothing was sent."), host);
    case MAIL_ERROR_CLOSED_EARLY:
      /* Translators: %s is the name of a server. */
      return g_strdup_printf (_("%s ended the conversation early. Try again in a few minutes."), host);
    default:
      /* Translators: %s is the name of a server. */
      return g_strdup_printf (_("%s gave an answer that makes no sense here."), host);
    }
}

/**
 * mail_refusal_get_error:
 * @self: what the server said, and when
 *
 * Returns: the code of the error it amounts to
 */
MailError
mail_refusal_get_error (const MailRefusal *self)
{
  const Rule *rule = find (self);

  return rule != NULL ? rule->error : default_error (self);
}

/**
 * mail_refusal_is_technical:
 * @self: what the server said, and when
 *
 * Returns: whether only the mechanism was refused, not the password: another mechanism may do
 */
gboolean
mail_refusal_is_technical (const MailRefusal *self)
{
  return mail_refusal_get_error (self) == TECHNICAL;
}

/**
 * mail_refusal_set_error:
 * @self: what the server said, and when
 * @host: the server's name
 * @error: set to a %MAIL_ERROR with one translated sentence
 */
void
mail_refusal_set_error (const MailRefusal *self, const char *host, GError **error)
{
  const MailError code = mail_refusal_get_error (self);
  g_autofree char *sentence = describe (code, host);

  if (code == MAIL_ERROR_SENDER_REJECTED && self->step == MAIL_STEP_MESSAGE)
    /* Translators: %s is the name of a server. */
    sentence = g_strdup_printf (_("%s did not take the message."), host);
  if (sentence == NULL)
    sentence = describe_way (code, host);
  g_set_error_literal (error, MAIL_ERROR, code, sentence);
}
