/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-setup-private.h"

/* ---- the way ---- */

static gboolean
is_from_file (MailSetup *self)
{
  return self->candidate != NULL && mail_candidate_get_source (self->candidate) == MAIL_SOURCE_FILE;
}

/**
 * mail_setup_get_way:
 * @self: a setup
 *
 * Whether a search is on the way to settings, and a choice after it. May be another one whenever
 * [signal@Mail.Setup::changed] is emitted.
 *
 * Returns: what the way depends on
 */
MailSetupWay
mail_setup_get_way (MailSetup *self)
{
  MailSetupWay way = { FALSE, FALSE };

  if (self->address == NULL || self->recognised || is_from_file (self)
      || mail_preferences_get_offline (self->preferences))
    return way;
  way.search = TRUE;
  return way;
}

/* What a search depends on has changed. */
void
mail_setup_forget_search (MailSetup *self)
{
}

void
mail_setup_stop_search (MailSetup *self)
{
}
