/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-address.h"
#include "mail-provider.h"
#include "mail-report.h"

G_BEGIN_DECLS

/* What a button beside a failure can do. */
typedef enum {
  MAIL_ACTION_NONE,
  MAIL_ACTION_OPEN_PAGE,        /* uri */
  MAIL_ACTION_CHANGE_HOST,      /* go to the field */
  MAIL_ACTION_CHANGE_SECURITY,  /* security and port are the ones proposed */
  MAIL_ACTION_CHANGE_USERNAME,
  MAIL_ACTION_CHANGE_PASSWORD,
  MAIL_ACTION_CHANGE_ADDRESS,
  MAIL_ACTION_TRY_AGAIN,
  MAIL_ACTION_USE_USERNAME,       /* username is the form that was not tried */
  MAIL_ACTION_REVIEW_CERTIFICATE, /* look at it, and decide whether to trust it */
} MailAction;

#define MAIL_TYPE_DIAGNOSIS (mail_diagnosis_get_type ())
/* A failure in three parts, translated: what happened to which server, why, what to do. Immutable. */
G_DECLARE_FINAL_TYPE (MailDiagnosis, mail_diagnosis, MAIL, DIAGNOSIS, GObject)

MailDiagnosis *mail_diagnosis_new                 (MailReport *report,
                                                   MailAddress *address,
                                                   MailProvider *provider) G_GNUC_WARN_UNUSED_RESULT;
MailDiagnosis *mail_diagnosis_new_for_error       (const GError *error,
                                                   MailProvider *provider) G_GNUC_WARN_UNUSED_RESULT;
const char    *mail_diagnosis_get_code            (MailDiagnosis *self);
const char    *mail_diagnosis_get_title           (MailDiagnosis *self);
const char    *mail_diagnosis_get_cause           (MailDiagnosis *self);
const char    *mail_diagnosis_get_remedy          (MailDiagnosis *self);
const char    *mail_diagnosis_get_server_said     (MailDiagnosis *self);
MailAction     mail_diagnosis_get_action          (MailDiagnosis *self);
const char    *mail_diagnosis_get_action_label    (MailDiagnosis *self);
const char    *mail_diagnosis_get_action_uri      (MailDiagnosis *self);
MailSecurity   mail_diagnosis_get_action_security (MailDiagnosis *self);
guint          mail_diagnosis_get_action_port     (MailDiagnosis *self);
const char    *mail_diagnosis_get_action_username (MailDiagnosis *self);

char          *mail_diagnosis_describe_success    (MailReport *report) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
