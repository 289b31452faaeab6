/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum {
  MAIL_PROTOCOL_IMAP,
  MAIL_PROTOCOL_POP3,
  MAIL_PROTOCOL_SMTP,
} MailProtocol;

/* AUTOMATIC is "encrypted in any case": TLS from the first byte, then STARTTLS; never plain text. */
typedef enum {
  MAIL_SECURITY_AUTOMATIC,
  MAIL_SECURITY_TLS,
  MAIL_SECURITY_STARTTLS,
} MailSecurity;

/* How a server is said to let people in. NONE: no sign-in at all (some servers of access providers). */
typedef enum /*< flags >*/ {
  MAIL_AUTH_PASSWORD = 1 << 0,
  MAIL_AUTH_OAUTH2 = 1 << 1,
  MAIL_AUTH_NONE = 1 << 2,
} MailAuth;

/* What a provider wants from its customer before, or instead of, a plain sign-in. */
typedef enum /*< flags >*/ {
  MAIL_NEED_APP_PASSWORD = 1 << 0,
  MAIL_NEED_ENABLE_IMAP = 1 << 1,
  MAIL_NEED_SPECIAL_PASSWORD = 1 << 2,
  MAIL_NEED_OAUTH2_ONLY = 1 << 3,
  MAIL_NEED_PAID_PLAN = 1 << 4,
  MAIL_NEED_BRIDGE = 1 << 5,
  MAIL_NEED_NO_IMAP = 1 << 6,
} MailNeed;

/* Where settings come from. */
typedef enum {
  MAIL_SOURCE_DATABASE,
  MAIL_SOURCE_FILE,
  MAIL_SOURCE_PACC,
  MAIL_SOURCE_AUTOCONFIG,
  MAIL_SOURCE_ISPDB,
  MAIL_SOURCE_SRV,
  MAIL_SOURCE_MX,
  MAIL_SOURCE_GUESS,
  MAIL_SOURCE_MANUAL,
} MailSource;

/* What vouches for them. */
typedef enum {
  MAIL_TRUST_BUILT_IN,
  MAIL_TRUST_HTTPS,
  MAIL_TRUST_DNSSEC,
  MAIL_TRUST_DIGEST,
  MAIL_TRUST_UNVERIFIED,
} MailTrust;

/* The steps of a conversation with one server. */
typedef enum {
  MAIL_STEP_RESOLVE,
  MAIL_STEP_CONNECT,
  MAIL_STEP_GREETING,
  MAIL_STEP_STARTTLS,
  MAIL_STEP_TLS,
  MAIL_STEP_IDENTITY,
  MAIL_STEP_CAPABILITIES,
  MAIL_STEP_SIGN_IN,
  MAIL_STEP_MAILBOX,
  MAIL_STEP_SENDER,
  MAIL_STEP_MESSAGE,
  MAIL_STEP_ARRIVAL,
} MailStep;

typedef enum {
  MAIL_STATE_WAITING,
  MAIL_STATE_RUNNING,
  MAIL_STATE_PASSED,
  MAIL_STATE_FAILED,
  MAIL_STATE_SKIPPED,
} MailState;

/* Ways to mail that others speak and we do not; they are named, so that nobody wonders. */
typedef enum /*< flags >*/ {
  MAIL_OTHER_JMAP = 1 << 0,
  MAIL_OTHER_EXCHANGE = 1 << 1,
} MailOther;

/* How far a conversation goes: GREETING proves who is there (greeting, TLS, certificate) and asks nothing,
 * CAPABILITIES asks for no password, ACCESS signs in and opens the mailbox (incoming) or asks whether the
 * sender is allowed (outgoing), DELIVERY goes on from there: it waits for a message (incoming) or sends one
 * (outgoing). */
typedef enum {
  MAIL_GOAL_GREETING,
  MAIL_GOAL_CAPABILITIES,
  MAIL_GOAL_ACCESS,
  MAIL_GOAL_DELIVERY,
} MailGoal;

const char *mail_enum_get_nick (GType type, int value);

const char *mail_protocol_to_string (MailProtocol protocol);
const char *mail_security_to_string (MailSecurity security);
const char *mail_source_to_string   (MailSource source);
const char *mail_trust_to_string    (MailTrust trust);
const char *mail_step_to_string     (MailStep step);
const char *mail_state_to_string    (MailState state);

const char **mail_auth_to_strv (MailAuth auth) G_GNUC_WARN_UNUSED_RESULT;
const char **mail_need_to_strv (MailNeed needs) G_GNUC_WARN_UNUSED_RESULT;

gboolean mail_protocol_from_string (const char *text, MailProtocol *protocol);
gboolean mail_security_from_string (const char *text, MailSecurity *security);

const char *mail_protocol_get_label (MailProtocol protocol);
const char *mail_security_get_label (MailSecurity security);
const char *mail_step_get_label     (MailStep step);

const char *mail_protocol_get_sasl_service (MailProtocol protocol);
guint       mail_protocol_get_port         (MailProtocol protocol, MailSecurity security);

G_END_DECLS
