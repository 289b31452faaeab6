/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-setup-private.h"

#include <glib/gi18n-lib.h>

#include "mail-provider-advice.h"

/* Why there are no settings although the address is good. */
static char *
dup_missing_settings (MailSetup *self)
{
  MailProvider *provider = mail_setup_get_provider (self);

  if (provider != NULL && !mail_provider_is_supported (provider))
    {
      g_auto (GStrv) advice = mail_provider_dup_advice (provider);

      /* The most urgent comes first, and nothing is more urgent than this. */
      return g_steal_pointer (&advice[0]);
    }
  return g_strdup (_("No mail servers are known for this address."));
}

static char *
dup_missing_account (MailSetup *self)
{
  if (self->address_text[0] == '\0')
    return g_strdup (_("Enter your e-mail address."));
  if (self->address == NULL)
    return g_strdup (self->address_error->message);
  if (self->settings == NULL)
    return dup_missing_settings (self);
  if (self->secret == NULL && self->account == NULL)
    return g_strdup (_("Enter your password."));
  return NULL;
}

static char *
dup_missing_search (MailSetup *self)
{
  if (self->searching != NULL)
    return g_strdup (_("The search is still running."));
  return self->settings != NULL ? NULL : dup_missing_account (self);
}

static char *
dup_missing_choose (MailSetup *self)
{
  return self->settings != NULL ? mail_setup_dup_disagreed (self) : dup_missing_account (self);
}

static char *
dup_missing_servers (MailSetup *self)
{
  g_autoptr (GError) error = NULL;

  if (self->settings == NULL)
    return dup_missing_account (self);
  return mail_settings_validate (self->settings, &error) ? NULL : g_strdup (error->message);
}

static char *
dup_missing_check (MailSetup *self)
{
  if (self->proven)
    return NULL;
  if (self->checking != NULL)
    return g_strdup (_("The check is still running."));
  return g_strdup (_("Both servers have to accept these settings first."));
}

static char *
dup_missing_save (MailSetup *self)
{
  if (self->account != NULL)
    return NULL;
  if (!self->proven)
    return dup_missing_check (self);
  if (self->saving != NULL)
    return g_strdup (_("The account is being stored."));
  if (self->existing != NULL && !self->replace)
    /* Translators: %s is an e-mail address. */
    return g_strdup_printf (_("There is already an account for %s. Say whether it may be replaced."),
                            mail_address_get_address (self->address));
  return NULL;
}

static char *
dup_missing_done (MailSetup *self)
{
  return self->account != NULL ? NULL : g_strdup (_("The account is not stored yet."));
}

/* One sentence on what @page lacks, %NULL when it is complete. */
char *
mail_setup_dup_missing (MailSetup *self, MailSetupPage page)
{
  switch (page)
    {
    case MAIL_SETUP_PAGE_ACCOUNT:
      return dup_missing_account (self);
    case MAIL_SETUP_PAGE_SEARCH:
      return dup_missing_search (self);
    case MAIL_SETUP_PAGE_CHOOSE:
      return dup_missing_choose (self);
    case MAIL_SETUP_PAGE_SERVERS:
      return dup_missing_servers (self);
    case MAIL_SETUP_PAGE_CHECK:
      return dup_missing_check (self);
    case MAIL_SETUP_PAGE_SAVE:
      return dup_missing_save (self);
    case MAIL_SETUP_PAGE_DONE:
      return dup_missing_done (self);
    default:
      g_return_val_if_reached (NULL);
    }
}

/**
 * mail_setup_is_page_complete:
 * @self: a setup
 * @page: a page
 * @missing: (out) (optional) (nullable) (transfer none): one translated sentence on what is missing, valid
 * until the next call; %NULL when nothing is
 *
 * Whether Next may be pressed on @page. On the page that saves: whether saving can begin, or has succeeded.
 *
 * Returns: whether the page is complete
 */
gboolean
mail_setup_is_page_complete (MailSetup *self, MailSetupPage page, const char **missing)
{
  g_return_val_if_fail (MAIL_IS_SETUP (self), FALSE);
  g_free (self->missing);
  self->missing = mail_setup_dup_missing (self, page);
  if (missing != NULL)
    *missing = self->missing;
  return self->missing == NULL;
}
