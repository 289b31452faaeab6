/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-diagnosis-case.h"
#include "mail-error.h"

G_BEGIN_DECLS

/* What to say of one code, where all of `when` is true. The rows of a code stand in the order from the most
 * special to the most general, and each part is taken from the first row that has it: a special row may
 * give a cause and leave the title to a general one. "" is a part that is there and says nothing. */
typedef struct
{
  MailError code;
  guint64 when;       /* MailWhen */
  const char *title;  /* NULL: see the rows below */
  const char *cause;
  const char *remedy;
  MailAction action;  /* NONE: see the rows below */
} MailDiagnosisText;

/* One table a theme; a row without any text ends it. */
extern const MailDiagnosisText mail_diagnosis_connection_texts[];
extern const MailDiagnosisText mail_diagnosis_encryption_texts[];
extern const MailDiagnosisText mail_diagnosis_certificate_texts[];
extern const MailDiagnosisText mail_diagnosis_sign_in_texts[];
extern const MailDiagnosisText mail_diagnosis_local_texts[];
extern const MailDiagnosisText mail_diagnosis_delivery_texts[];

G_END_DECLS
