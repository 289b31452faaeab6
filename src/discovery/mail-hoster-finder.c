/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-hoster-finder.h"

#include <glib/gi18n-lib.h>

#include "mail-autoconfig-places.h"
#include "mail-autoconfig-search.h"
#include "mail-database.h"

/**
 * MailHosterFinder:
 *
 * Finds settings where whoever takes the mail of the domain publishes his: the exchanger's domain instead of
 * the address's. Who that is, the DNS says, and anybody on the way could say something else: the settings are
 * unverified, unless the answer was signed.
 */
struct _MailHosterFinder
{
  MailFinder parent_instance;
};

G_DEFINE_FINAL_TYPE (MailHosterFinder, mail_hoster_finder, MAIL_TYPE_FINDER)

static gboolean
is_built_in (const char *exchanger)
{
  g_autoptr (MailClientConfig) config
      = mail_database_lookup_mx (mail_database_get_default (), exchanger, NULL);

  return config != NULL;
}

/* Of the best exchanger; none where the domain takes no mail (RFC 7505). Whoever is built in need not be
 * asked: that counts more than what he would say. */
static char **
list_uris (MailInquiry *inquiry, MailDnsAnswer *answer)
{
  const MailDiscoveryOptions *options = mail_inquiry_get_options (inquiry);
  const MailDnsRecord *best = answer->records->len > 0 ? g_ptr_array_index (answer->records, 0) : NULL;

  if (best == NULL || (!options->exhaustive && is_built_in (best->host)))
    return g_new0 (char *, 1);
  return mail_autoconfig_places_list_hoster (mail_inquiry_get_domain (inquiry), best->host,
                                             options->ask_ispdb);
}

static void
on_queried (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  MailInquiry *inquiry = MAIL_INQUIRY (object);
  GError *error = NULL;
  g_autoptr (MailDnsAnswer) answer = mail_inquiry_query_finish (inquiry, result, &error);
  g_auto (GStrv) uris = NULL;

  if (answer == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  uris = list_uris (inquiry, answer);
  mail_autoconfig_search_run (g_steal_pointer (&task), inquiry, MAIL_SOURCE_MX,
                              answer->authentic ? MAIL_TRUST_DNSSEC : MAIL_TRUST_UNVERIFIED,
                              (const char *const *) uris);
}

static char *
mail_hoster_finder_dup_label (MailFinder *finder, MailInquiry *inquiry)
{
  /* Translators: %s is a domain such as “example.org”. */
  return g_strdup_printf (_("The company that receives the mail of %s"),
                          mail_address_get_display_domain (mail_inquiry_get_address (inquiry)));
}

static void
mail_hoster_finder_find_async (MailFinder *finder,
                               MailInquiry *inquiry,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (finder, cancellable, callback, user_data);

  g_task_set_source_tag (task, mail_hoster_finder_find_async);
  mail_inquiry_query_async (inquiry, mail_inquiry_get_domain (inquiry), MAIL_DNS_MX, cancellable, on_queried,
                            g_steal_pointer (&task));
}

static GPtrArray *
mail_hoster_finder_find_finish (MailFinder *finder, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, finder), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_hoster_finder_find_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
mail_hoster_finder_class_init (MailHosterFinderClass *klass)
{
  MailFinderClass *finder_class = MAIL_FINDER_CLASS (klass);

  finder_class->source = MAIL_SOURCE_MX;
  finder_class->dup_label = mail_hoster_finder_dup_label;
  finder_class->find_async = mail_hoster_finder_find_async;
  finder_class->find_finish = mail_hoster_finder_find_finish;
}

static void
mail_hoster_finder_init (MailHosterFinder *self)
{
}
