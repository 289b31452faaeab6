/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Prints what a person may be told, in the language of the locale: a line for each row of the diagnosis
 * tables, its fields between tabs: code, circumstances (MailWhen), title, cause, remedy, action. What a row
 * leaves to a more general one is filled in from there, as it would be for a person. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <locale.h>

#include "mail-diagnosis-texts.h"

static const MailDiagnosisText *const tables[] = {
  mail_diagnosis_local_texts,      mail_diagnosis_delivery_texts,    mail_diagnosis_connection_texts,
  mail_diagnosis_encryption_texts, mail_diagnosis_certificate_texts, mail_diagnosis_sign_in_texts,
};

static gboolean
is_end (const MailDiagnosisText *row)
{
  return row->title == NULL && row->cause == NULL && row->remedy == NULL;
}

static void
complete (MailDiagnosisText *text, const MailDiagnosisText *row)
{
  for (; !is_end (row); row++)
    if (row->code == text->code && (text->when & row->when) == row->when)
      {
        text->title = text->title != NULL ? text->title : row->title;
        text->cause = text->cause != NULL ? text->cause : row->cause;
        text->remedy = text->remedy != NULL ? text->remedy : row->remedy;
        text->action = text->action != MAIL_ACTION_NONE ? text->action : row->action;
      }
}

static const char *
translate (const char *sentence)
{
  return sentence != NULL && *sentence != '\0' ? _ (sentence) : "";
}

static void
print (const MailDiagnosisText *row)
{
  MailDiagnosisText text = *row;

  complete (&text, row);
  g_print ("%s\t%" G_GUINT64_FORMAT "\t%s\t%s\t%s\t%d\n", mail_error_to_string (text.code), text.when,
           translate (text.title), translate (text.cause), translate (text.remedy), text.action);
}

int
main (void)
{
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("SIEGEL_LOCALEDIR"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");

  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    for (const MailDiagnosisText *row = tables[i]; !is_end (row); row++)
      print (row);
  return 0;
}
