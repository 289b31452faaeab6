/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-autoconfig-finder.h"

#include <glib/gi18n-lib.h>

#include "mail-autoconfig-places.h"
#include "mail-autoconfig-search.h"

/**
 * MailAutoconfigFinder:
 *
 * Finds settings that the domain itself publishes as an autoconfig document, at a host that is there for it
 * or on its website. What they say counts as much as https: does.
 */
struct _MailAutoconfigFinder
{
  MailFinder parent_instance;
};

G_DEFINE_FINAL_TYPE (MailAutoconfigFinder, mail_autoconfig_finder, MAIL_TYPE_FINDER)

static char *
mail_autoconfig_finder_dup_label (MailFinder *finder, MailInquiry *inquiry)
{
  /* Translators: %s is a domain such as “example.org”. */
  return g_strdup_printf (_("The website of %s"),
                          mail_address_get_display_domain (mail_inquiry_get_address (inquiry)));
}

static void
mail_autoconfig_finder_find_async (MailFinder *finder,
                                   MailInquiry *inquiry,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (finder, cancellable, callback, user_data);
  gboolean send_address = mail_inquiry_get_options (inquiry)->send_address;
  g_auto (GStrv) uris = mail_autoconfig_places_list_own (mail_inquiry_get_address (inquiry), send_address);

  g_task_set_source_tag (task, mail_autoconfig_finder_find_async);
  mail_autoconfig_search_run (g_steal_pointer (&task), inquiry, MAIL_SOURCE_AUTOCONFIG, MAIL_TRUST_HTTPS,
                              (const char *const *) uris);
}

static GPtrArray *
mail_autoconfig_finder_find_finish (MailFinder *finder, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, finder), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_autoconfig_finder_find_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
mail_autoconfig_finder_class_init (MailAutoconfigFinderClass *klass)
{
  MailFinderClass *finder_class = MAIL_FINDER_CLASS (klass);

  finder_class->source = MAIL_SOURCE_AUTOCONFIG;
  finder_class->dup_label = mail_autoconfig_finder_dup_label;
  finder_class->find_async = mail_autoconfig_finder_find_async;
  finder_class->find_finish = mail_autoconfig_finder_find_finish;
}

static void
mail_autoconfig_finder_init (MailAutoconfigFinder *self)
{
}
