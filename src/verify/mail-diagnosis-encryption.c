/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-diagnosis-texts.h"

#include <glib/gi18n-lib.h>

/* Encryption that does not come about. The words in braces are filled in; see mail-diagnosis-connection.c. */
const MailDiagnosisText mail_diagnosis_encryption_texts[] = {
  {
      .code = MAIL_ERROR_PLAINTEXT_ON_TLS_PORT,
      .when = MAIL_WHEN_PROVEN,
      /* Translators: for example “Use STARTTLS on port 587.” */
      .remedy = N_("Use {other-security} on port {other-port}. It encrypts the connection, too."),
      .action = MAIL_ACTION_CHANGE_SECURITY,
  },
  {
      .code = MAIL_ERROR_PLAINTEXT_ON_TLS_PORT,
      .when = MAIL_WHEN_PROPOSAL,
      /* Translators: for example “Try STARTTLS on port 587.” */
      .remedy = N_("Try {other-security} on port {other-port}. It encrypts the connection, too."),
      .action = MAIL_ACTION_CHANGE_SECURITY,
  },
  {
      .code = MAIL_ERROR_PLAINTEXT_ON_TLS_PORT,
      /* Translators: {Server} becomes “The incoming server imap.example.org”. */
      .title = N_("{Server} does not use SSL/TLS on port {port}."),
      .cause = N_("It begins the conversation there without encryption. Nothing was sent to it."),
      .remedy = N_("Check the port, or ask your provider for the right one."),
      .action = MAIL_ACTION_CHANGE_HOST,
  },
  {
      .code = MAIL_ERROR_TLS_ON_PLAINTEXT_PORT,
      .when = MAIL_WHEN_PROPOSAL,
      /* Translators: for example “Use SSL/TLS on port 993.” */
      .remedy = N_("Use {other-security} on port {other-port}."),
      .action = MAIL_ACTION_CHANGE_SECURITY,
  },
  {
      .code = MAIL_ERROR_TLS_ON_PLAINTEXT_PORT,
      /* Translators: {Server} becomes “The incoming server imap.example.org”. */
      .title = N_("{Server} wants SSL/TLS on port {port} from the first moment."),
      .cause = N_("STARTTLS was chosen, which encrypts a little later."),
      .remedy = N_("Use SSL/TLS on this port."),
      .action = MAIL_ACTION_CHANGE_HOST,
  },
  {
      .code = MAIL_ERROR_STARTTLS_MISSING,
      .when = MAIL_WHEN_PROVEN,
      /* Translators: for example “Use SSL/TLS on port 993, where the server answers.” */
      .remedy = N_("Use {other-security} on port {other-port}, where the server answers encrypted."),
      .action = MAIL_ACTION_CHANGE_SECURITY,
  },
  {
      .code = MAIL_ERROR_STARTTLS_MISSING,
      .when = MAIL_WHEN_PROPOSAL,
      /* Translators: for example “Try SSL/TLS on port 993.” */
      .remedy = N_("Try {other-security} on port {other-port}."),
      .action = MAIL_ACTION_CHANGE_SECURITY,
  },
  {
      .code = MAIL_ERROR_STARTTLS_MISSING,
      /* Translators: {Server} becomes “The incoming server imap.example.org”. */
      .title = N_("{Server} offers no encryption on port {port}."),
      .cause = N_("Siegel never sends a password unprotected."),
      .remedy = N_("Ask your provider for a server with SSL/TLS."),
      .action = MAIL_ACTION_CHANGE_HOST,
  },
  {
      .code = MAIL_ERROR_STARTTLS_REFUSED,
      .when = MAIL_WHEN_PROVEN,
      /* Translators: for example “Use SSL/TLS on port 993, where the server answers.” */
      .remedy = N_("Use {other-security} on port {other-port}, where the server answers encrypted."),
      .action = MAIL_ACTION_CHANGE_SECURITY,
  },
  {
      .code = MAIL_ERROR_STARTTLS_REFUSED,
      .when = MAIL_WHEN_PROPOSAL,
      /* Translators: for example “Try SSL/TLS on port 993.” */
      .remedy = N_("Try {other-security} on port {other-port}."),
      .action = MAIL_ACTION_CHANGE_SECURITY,
  },
  {
      .code = MAIL_ERROR_STARTTLS_REFUSED,
      /* Translators: {Server} becomes “The incoming server imap.example.org”. */
      .title = N_("{Server} refuses to begin encryption on port {port}."),
      .cause = N_("It offers STARTTLS, but says no when asked. Siegel never sends a password unprotected."),
      .remedy = N_("Wait a few minutes and try again, or ask your provider for a server with SSL/TLS."),
      .action = MAIL_ACTION_TRY_AGAIN,
  },
  {
      .code = MAIL_ERROR_STARTTLS_INJECTION,
      .when = MAIL_WHEN_PROPOSAL,
      /* Translators: for example “Use SSL/TLS on port 993 …” */
      .remedy = N_("Use {other-security} on port {other-port}, and tell your provider about this."),
      .action = MAIL_ACTION_CHANGE_SECURITY,
  },
  {
      .code = MAIL_ERROR_STARTTLS_INJECTION,
      /* Translators: {Server} becomes “The incoming server imap.example.org”. */
      .title = N_("{Server} sent something where only encryption may begin."),
      .cause
      = N_("Somebody may be tampering with the connection, or the server is faulty. Your password was "
            "not sent."),
      .remedy = N_("Do not use this network for now, and tell your provider about this."),
      .action = MAIL_ACTION_TRY_AGAIN,
  },
  {
      .code = MAIL_ERROR_TLS_TOO_OLD,
      .when = MAIL_WHEN_OLD_TLS,
      /* Translators: {old-tls} is “TLS 1.0” or “TLS 1.1”. */
      .cause = N_("It offers nothing newer than {old-tls}, which can be broken. Nothing was sent to it."),
  },
  {
      .code = MAIL_ERROR_TLS_TOO_OLD,
      /* Translators: {Server} becomes “The incoming server imap.example.org”. */
      .title = N_("{Server} knows only outdated encryption."),
      .cause = N_("It offers nothing newer than TLS 1.1, which can be broken. Nothing was sent to it."),
      .remedy = N_("Ask your provider for a server with TLS 1.2 or newer."),
      .action = MAIL_ACTION_CHANGE_HOST,
  },
  {
      .code = MAIL_ERROR_TLS_FAILED,
      /* Translators: {Server} becomes “The incoming server imap.example.org”. */
      .title = N_("{Server} and Siegel found no way to encrypt the connection."),
      .cause = N_("{why}"),
      .remedy = N_("Try again. If it stays like this, ask your provider for the right server."),
      .action = MAIL_ACTION_TRY_AGAIN,
  },
  { 0 },
};
