/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-diagnosis-texts.h"

#include <glib/gi18n-lib.h>

/* Translators: {faults} are one or more sentences about a certificate, such as “It was valid only until 3 May
 * 2025.” */
#define ALL_FAULTS N_("{faults} Nothing was sent to the server.")

/* A peer that could not prove who it is. Every text says that nothing was sent: that is what a person fears.
 * Where the server may be the person's own, its certificate can be looked at and the decision made; nothing
 * goes on before that. The words in braces are filled in; see mail-diagnosis-connection.c. */
const MailDiagnosisText mail_diagnosis_certificate_texts[] = {
  {
      .code = MAIL_ERROR_CERTIFICATE_EXPIRED,
      .when = MAIL_WHEN_SEVERAL,
      .cause = ALL_FAULTS,
  },
  {
      .code = MAIL_ERROR_CERTIFICATE_EXPIRED,
      .when = MAIL_WHEN_MAY_TRUST,
      .remedy = N_("Check date and time of this computer. If they are right, ask for a new certificate, or "
                    "look at this one and decide whether to trust it."),
      .action = MAIL_ACTION_REVIEW_CERTIFICATE,
  },
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
      .when = MAIL_WHEN_SEVERAL,
      .cause = ALL_FAULTS,
  },
  {
      .code = MAIL_ERROR_CERTIFICATE_NOT_YET_VALID,
      .when = MAIL_WHEN_SEVERAL | MAIL_WHEN_MAY_TRUST,
      .remedy = N_("Set date and time of this computer right and try again. Or look at the certificate and "
                    "decide whether to trust it."),
      .action = MAIL_ACTION_REVIEW_CERTIFICATE,
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
      .when = MAIL_WHEN_SEVERAL,
      .cause = ALL_FAULTS,
  },
  {
      .code = MAIL_ERROR_CERTIFICATE_WRONG_HOST,
      .when = MAIL_WHEN_MAY_TRUST,
      .remedy = N_("Check the server’s name. If it is right and the server is your own, look at its "
                    "certificate and decide whether to trust it."),
      .action = MAIL_ACTION_REVIEW_CERTIFICATE,
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
      .when = MAIL_WHEN_SEVERAL,
      .cause = ALL_FAULTS,
  },
  {
      .code = MAIL_ERROR_CERTIFICATE_SELF_SIGNED,
      .when = MAIL_WHEN_MAY_TRUST,
      .remedy = N_("If this is your own server, compare the fingerprint of its certificate, and decide "
                    "whether to trust it."),
      .action = MAIL_ACTION_REVIEW_CERTIFICATE,
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
      .when = MAIL_WHEN_KNOWN_ISSUER,
      /* Translators: {Server} becomes “The incoming server imap.example.org”. */
      .title = N_("{Server} shows a certificate that is not valid."),
      .cause = ALL_FAULTS,
      .remedy = N_("Tell your provider or administrator about this, and try again later."),
      .action = MAIL_ACTION_TRY_AGAIN,
  },
  {
      .code = MAIL_ERROR_CERTIFICATE_UNKNOWN_ISSUER,
      .when = MAIL_WHEN_SEVERAL,
      .cause = ALL_FAULTS,
  },
  {
      .code = MAIL_ERROR_CERTIFICATE_UNKNOWN_ISSUER,
      .when = MAIL_WHEN_MAY_TRUST,
      .remedy = N_("In a company or a university, get the file of its certificate authority and add it with "
                    "“Trust a Company Certificate…”. If the server is your own, look at its certificate and "
                    "decide whether to trust it."),
      .action = MAIL_ACTION_REVIEW_CERTIFICATE,
  },
  {
      .code = MAIL_ERROR_CERTIFICATE_UNKNOWN_ISSUER,
      /* Translators: {Server} becomes “The incoming server imap.example.org”. */
      .title = N_("{Server} shows a certificate from an issuer that this computer does not know."),
      /* Translators: {issuer} is the name of a certificate authority. */
      .cause = N_("It comes from “{issuer}”. Nothing was sent to the server."),
      .remedy
      = N_("In a company or a university, ask the administrator for the file of its certificate authority, "
            "and add it with “Trust a Company Certificate…”. At home, a virus scanner that reads your "
            "mail may be the reason."),
      .action = MAIL_ACTION_TRY_AGAIN,
  },
  {
      .code = MAIL_ERROR_CERTIFICATE_REVOKED,
      .when = MAIL_WHEN_SEVERAL,
      .cause = ALL_FAULTS,
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
      .when = MAIL_WHEN_SEVERAL,
      .cause = ALL_FAULTS,
  },
  {
      .code = MAIL_ERROR_CERTIFICATE_WEAK,
      .when = MAIL_WHEN_MAY_TRUST,
      .remedy = N_("Ask the administrator to renew it, or look at it and decide whether to trust it."),
      .action = MAIL_ACTION_REVIEW_CERTIFICATE,
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
      .when = MAIL_WHEN_MAY_TRUST,
      .remedy = N_("Ask the administrator of the server whether the certificate was renewed. If so, look "
                    "at the new one and decide whether to trust it."),
      .action = MAIL_ACTION_REVIEW_CERTIFICATE,
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
