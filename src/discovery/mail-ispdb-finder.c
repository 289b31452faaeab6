/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-ispdb-finder.h"

#include <glib/gi18n-lib.h>

#include "mail-autoconfig-places.h"
#include "mail-autoconfig-search.h"

/**
 * MailIspdbFinder:
 *
 * Finds settings in the list of providers that Thunderbird keeps in the web. It learns the domain, never the
 * address, and that only with the permission of the person.
 */
struct _MailIspdbFinder
{
  MailFinder parent_instance;
};

G_DEFINE_FINAL_TYPE (MailIspdbFinder, mail_ispdb_finder, MAIL_TYPE_FINDER)

static char *
mail_ispdb_finder_dup_label (MailFinder *finder, MailInquiry *inquiry)
{
  return g_strdup (_("Thunderbird’s list of providers"));
}

static gboolean
mail_ispdb_finder_may_ask (MailFinder *finder, MailInquiry *inquiry, char **reason)
{
  if (mail_inquiry_get_options (inquiry)->ask_ispdb)
    return TRUE;
  if (reason != NULL)
    *reason = g_strdup (_("not asked: it would learn your domain, and needs your permission"));
  return FALSE;
}

static void
mail_ispdb_finder_find_async (MailFinder *finder,
                              MailInquiry *inquiry,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (finder, cancellable, callback, user_data);
  g_auto (GStrv) uris = mail_autoconfig_places_list_ispdb (mail_inquiry_get_domain (inquiry));

  g_task_set_source_tag (task, mail_ispdb_finder_find_async);
  mail_autoconfig_search_run (g_steal_pointer (&task), inquiry, MAIL_SOURCE_ISPDB, MAIL_TRUST_HTTPS,
                              (const char *const *) uris);
}

static GPtrArray *
mail_ispdb_finder_find_finish (MailFinder *finder, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, finder), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_ispdb_finder_find_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
mail_ispdb_finder_class_init (MailIspdbFinderClass *klass)
{
  MailFinderClass *finder_class = MAIL_FINDER_CLASS (klass);

  finder_class->source = MAIL_SOURCE_ISPDB;
  finder_class->dup_label = mail_ispdb_finder_dup_label;
  finder_class->may_ask = mail_ispdb_finder_may_ask;
  finder_class->find_async = mail_ispdb_finder_find_async;
  finder_class->find_finish = mail_ispdb_finder_find_finish;
}

static void
mail_ispdb_finder_init (MailIspdbFinder *self)
{
}
