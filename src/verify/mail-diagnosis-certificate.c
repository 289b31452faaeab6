/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-diagnosis-texts.h"

#include <glib/gi18n-lib.h>

/* A peer that could not prove who it is. Every text says that nothing was sent: that is what a person fears.
 * None offers to go on all the same. The words in braces are filled in; see mail-diagnosis-connection.c. */
const MailDiagnosisText mail_diagnosis_certificate_texts[] = {
  {
      .code = MAIL_ERROR_CERTIFICATE_EXPIRED,
      .when = MAIL_WHEN_ISSUER,
      /* Translators: {Server} becomes “The incoming server imap.example.org”. */
      .title = N_("{Server} shows a certificate whose issuer is no longer valid."),
  },
  {
      .code = MAIL_ERROR_CERTIFICATE_EXPIRED,
      /* Translators: {Server} becomes “The incoming server imap.example.org”, {end} a date. */
      .title = N_("{Server} shows a certificate that was valid only until {end}."),
      .cause = N_("Without a valid one nobody can tell whether this really is {host}. Nothing was sent to "
                   "it."),
      .remedy = N_("Check date and time of this computer. If they are right, tell your provider: "
                    "it must renew the certificate."),
      .action = MAIL_ACTION_TRY_AGAIN,
  },
  {
      .code = MAIL_ERROR_CERTIFICATE_NOT_YET_VALID,
      /* Translators: {Server} becomes “The incoming server imap.example.org”, {begin} a date. */
      .title = N_("{Server} shows a certificate that is valid only from {begin} on."),
      .cause = N_("Most often the clock of this computer is wrong. Nothing was sent to the server."),
      .remedy = N_("Set date and time of this computer right, then try again."),
      .action = MAIL_ACTION_TRY_AGAIN,
  },
  {
      .code = MAIL_ERROR_CERTIFICATE_WRONG_HOST,
      .when = MAIL_WHEN_NAMES,
      /* Translators: {names} are one to three names of servers. */
      .cause = N_("Its certificate was issued for {names}. Nothing was sent to it."),
  },
  {
      .code = MAIL_ERROR_CERTIFICATE_WRONG_HOST,
      /* Translators: {host} is the name of a server. */
      .title = N_("The server that answered is not {host}."),
      .cause = N_("Its certificate was issued for another name. Nothing was sent to it."),
      .remedy = N_("Check the server’s name, or ask your provider for the right one."),
      .action = MAIL_ACTION_CHANGE_HOST,
  },
  {
      .code = MAIL_ERROR_CERTIFICATE_SELF_SIGNED,
      /* Translators: {Server} becomes “The incoming server imap.example.org”. */
      .title = N_("{Server} shows a certificate that nobody vouches for."),
      .cause = N_("The server issued it to itself, as anybody could in the name of {host}. Nothing was sent "
                   "to it."),
      .remedy = N_("Check the server’s name. If it is right, ask your provider or administrator for help."),
      .action = MAIL_ACTION_CHANGE_HOST,
  },
  {
      .code = MAIL_ERROR_CERTIFICATE_UNKNOWN_ISSUER,
      /* Translators: {Server} becomes “The incoming server imap.example.org”. */
      .title = N_("{Server} shows a certificate from an issuer that this computer does not know."),
      /* Translators: {issuer} is the name of a certificate authority. */
      .cause = N_("It comes from “{issuer}”. Nothing was sent to the server."),
      .remedy
      = N_("In a company or a university, ask the administrator to install its certificate authority "
            "here. "
            "At home, a virus scanner that reads your mail may be the reason."),
      .action = MAIL_ACTION_TRY_AGAIN,
  },
  {
      .code = MAIL_ERROR_CERTIFICATE_REVOKED,
      /* Translators: {Server} becomes “The incoming server imap.example.org”. */
      .title = N_("{Server} shows a certificate that was withdrawn."),
      .cause = N_("Its issuer declared it invalid, perhaps because it was stolen. Nothing was sent to the "
                   "server."),
      .remedy = N_("Do not use this server for now, and tell your provider about this."),
      .action = MAIL_ACTION_CHANGE_HOST,
  },
  {
      .code = MAIL_ERROR_CERTIFICATE_WEAK,
      /* Translators: {Server} becomes “The incoming server imap.example.org”. */
      .title = N_("{Server} shows a certificate that is easy to forge."),
      .cause = N_("It was made with outdated methods. Nothing was sent to the server."),
      .remedy = N_("Ask your provider or administrator to renew it."),
      .action = MAIL_ACTION_CHANGE_HOST,
  },
  {
      .code = MAIL_ERROR_CERTIFICATE_CHANGED,
      /* Translators: {Server} becomes “The incoming server imap.example.org”. */
      .title = N_("{Server} shows another certificate than the one you accepted."),
      .cause = N_("It was renewed, or somebody else answers in its place. Nothing was sent to it."),
      .remedy = N_("Ask the administrator of the server whether the certificate was renewed."),
      .action = MAIL_ACTION_TRY_AGAIN,
  },
  { 0 },
};
