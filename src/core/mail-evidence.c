/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-evidence.h"

/**
 * mail_evidence_clear:
 * @self: the evidence of a report
 *
 * Nothing is known any more; said before a new run.
 */
void
mail_evidence_clear (MailEvidence *self)
{
  g_free (self->other_username);
  *self = (MailEvidence){ 0 };
}

/**
 * mail_evidence_set_other_username:
 * @self: the evidence of a report
 * @username: (nullable): a form of the user name that is worth offering
 */
void
mail_evidence_set_other_username (MailEvidence *self, const char *username)
{
  g_free (self->other_username);
  self->other_username = g_strdup (username);
}
