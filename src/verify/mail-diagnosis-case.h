/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-diagnosis.h"

G_BEGIN_DECLS

/* What is true of one failure. A text names those it needs; see MailDiagnosisText. */
typedef enum /*< skip >*/ {
  MAIL_WHEN_ALWAYS = 0,
  MAIL_WHEN_RECEIVING = 1 << 0,
  MAIL_WHEN_SENDING = 1 << 1,
  MAIL_WHEN_PROVIDER = 1 << 2,    /* the provider is known by name */
  MAIL_WHEN_PROPOSAL = 1 << 3,    /* another security or port is worth a try */
  MAIL_WHEN_AUTOMATIC = 1 << 4,   /* both kinds of encryption were tried */
  MAIL_WHEN_CONNECTING = 1 << 5,  /* it failed before the server said or took anything */
  MAIL_WHEN_SILENT = 1 << 6,      /* connected, then not a byte */
  MAIL_WHEN_GUESSED = 1 << 7,     /* nobody said what the user name is */
  MAIL_WHEN_ANONYMOUS = 1 << 8,   /* the server wants no sign-in */
  MAIL_WHEN_NAMES = 1 << 9,       /* the certificate says whose it is */
  MAIL_WHEN_2FA_APP_PASSWORD = 1 << 10,
  MAIL_WHEN_ISSUER = 1 << 11,     /* the server's own certificate has not expired */
  MAIL_WHEN_OTHER_USERNAME = 1 << 12, /* there is a likely form that was not tried */
  MAIL_WHEN_MAY_TRUST = 1 << 13,      /* whether to trust the certificate is for the person to decide */
  MAIL_WHEN_SEVERAL = 1 << 14,        /* more than one thing is wrong with the certificate */
  MAIL_WHEN_KNOWN_ISSUER = 1 << 15,   /* what is wrong with it is not that nobody known issued it */
  MAIL_WHEN_PROVEN = 1 << 16,     /* what is proposed was tried, without a password, and works */
  MAIL_WHEN_IN_VAIN = 1 << 17,    /* the other port was tried as well, and does not answer either */
  MAIL_WHEN_OFFLINE = 1 << 18,    /* no network at all */
  MAIL_WHEN_PORTAL = 1 << 19,     /* the network wants a sign-in; said instead of what the error says */
  MAIL_WHEN_OLD_TLS = 1 << 20,    /* it is known which version the server has */
  MAIL_WHEN_SERVICE = 1 << 21,    /* it is known who answers instead */
  MAIL_WHEN_SIGNING_IN = 1 << 22, /* it failed at the sign-in */
  MAIL_WHEN_SIGNED_IN = 1 << 23,  /* it failed after one */
  MAIL_WHEN_DELIVERING = 1 << 24, /* a message was handed over or waited for */
  MAIL_WHEN_FORBIDDEN = 1 << 25,  /* the sandbox lets nothing into the network */
  MAIL_WHEN_NEEDS_SHIFT = 26,     /* from here on: the provider's MailNeed flags */
} MailWhen;

#define MAIL_WHEN_NEEDS(need) ((guint64) (need) << MAIL_WHEN_NEEDS_SHIFT)

/* One failure and all that is known of it. */
typedef struct
{
  const GError *error;
  MailReport *report;     /* nullable */
  MailAddress *address;   /* nullable */
  MailProvider *provider; /* nullable */
  guint64 when;           /* MailWhen */
  MailSecurity security;  /* what to try instead, with MAIL_WHEN_PROPOSAL; or was tried, with IN_VAIN */
  guint port;
} MailDiagnosisCase;

void        mail_diagnosis_case_init       (MailDiagnosisCase *self);
GHashTable *mail_diagnosis_case_list_words (const MailDiagnosisCase *self) G_GNUC_WARN_UNUSED_RESULT;
char       *mail_diagnosis_fill            (const char *sentence,
                                            GHashTable *words) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
