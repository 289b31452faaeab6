/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-diagnosis-texts.h"

#include <glib/gi18n-lib.h>

/* A message was handed over or waited for: everything before has worked. */
const MailDiagnosisText mail_diagnosis_delivery_texts[] = {
  {
      .code = MAIL_ERROR_SENDER_REJECTED,
      .when = MAIL_WHEN_DELIVERING,
      /* Translators: {Server} becomes “The outgoing server smtp.example.org”. */
      .title = N_("{Server} did not take the message."),
      .cause = N_ (
          "It accepts you and your address. Perhaps it takes the message for spam, or the mailbox is full."),
      .remedy = N_("Read what the server says, or ask your provider."),
      .action = MAIL_ACTION_TRY_AGAIN,
  },
  {
      .code = MAIL_ERROR_TIMED_OUT,
      .when = MAIL_WHEN_DELIVERING | MAIL_WHEN_RECEIVING,
      .title = N_("The message was sent, but is not in the inbox yet."),
      .cause = N_("It may still be on its way, or in another folder."),
      .remedy = N_("Look into the spam folder, and once more into the inbox in a few minutes."),
      .action = MAIL_ACTION_TRY_AGAIN,
  },
  {
      .code = MAIL_ERROR_CLOSED_EARLY,
      .when = MAIL_WHEN_DELIVERING | MAIL_WHEN_RECEIVING,
      /* Translators: {Server} becomes “The incoming server imap.example.org”. */
      .title = N_("{Server} hung up before the message was there."),
      .cause = N_("It does not let anybody wait for long, or the connection to it is bad."),
      .remedy = N_("Look into the inbox in a few minutes: the message may well be there."),
      .action = MAIL_ACTION_TRY_AGAIN,
  },
  { 0 },
};
