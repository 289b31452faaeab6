/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-mx-finder.h"

#include <glib/gi18n-lib.h>

#include "mail-database.h"
#include "mail-error.h"
#include "mail-exchanger.h"

/**
 * MailMxFinder:
 *
 * Finds the provider of a domain of one's own: mail goes to an exchanger (MX), the exchanger is somebody's,
 * and that somebody may be built in. One question to the DNS, and no other to anybody.
 */
struct _MailMxFinder
{
  MailFinder parent_instance;
};

G_DEFINE_FINAL_TYPE (MailMxFinder, mail_mx_finder, MAIL_TYPE_FINDER)

static char *
mail_mx_finder_dup_label (MailFinder *finder, MailInquiry *inquiry)
{
  MailAddress *address = mail_inquiry_get_address (inquiry);

  /* Translators: %s is a domain such as “example.org”. */
  return g_strdup_printf (_("Provider to whom mail for %s goes"), mail_address_get_display_domain (address));
}

/* By a suffix that the provider is known to use for its exchangers, else by the provider's own domain. */
static MailClientConfig *
look_up_provider (const char *exchanger, GError **error)
{
  MailDatabase *database = mail_database_get_default ();
  GError *damage = NULL;
  MailClientConfig *config = mail_database_lookup_mx (database, exchanger, &damage);
  g_autofree char *registrable = NULL;

  if (config != NULL || damage != NULL)
    {
      if (damage != NULL)
        g_propagate_error (error, damage);
      return config;
    }
  registrable = mail_domain_get_registrable (exchanger);
  return registrable != NULL ? mail_database_lookup (database, registrable, error) : NULL;
}

/* NULL without an error where nobody knows the exchanger. */
static MailCandidate *
look_up (MailInquiry *inquiry, MailDnsAnswer *answer, GError **error)
{
  MailAddress *address = mail_inquiry_get_address (inquiry);
  g_autofree char *exchanger = mail_exchanger_dup_best (answer);
  g_autoptr (MailClientConfig) config = exchanger != NULL ? look_up_provider (exchanger, error) : NULL;
  g_autofree char *where = NULL;

  if (config == NULL)
    return NULL;
  where = g_strdup_printf (
      /* Translators: %1$s is a domain such as “example.org”, %2$s the name of a server, %3$s a date such as
       * 2026-08-30; MX is a type of record in the DNS. */
      _("mail for %1$s goes to %2$s (MX); Siegel’s list of providers, as of %3$s"),
      mail_address_get_display_domain (address), exchanger,
      mail_database_get_date (mail_database_get_default ()));
  return mail_client_config_expand_mx (config, address, exchanger, MAIL_SOURCE_MX,
                                       answer->authentic ? MAIL_TRUST_DNSSEC : MAIL_TRUST_UNVERIFIED, where);
}

/* A domain that is not there, or that has no mailboxes, is worth a word: the address is wrong then. */
static gboolean
check_domain (MailInquiry *inquiry, MailDnsAnswer *answer, GError **error)
{
  const char *domain = mail_address_get_display_domain (mail_inquiry_get_address (inquiry));

  if (!answer->exists)
    g_set_error (error, MAIL_ERROR, MAIL_ERROR_HOST_UNKNOWN,
                 /* Translators: %s is a domain such as “example.org”. */
                 _("There is no domain “%s”. Check the spelling of the address."), domain);
  else if (mail_exchanger_is_refused (answer))
    g_set_error (error, MAIL_ERROR, MAIL_ERROR_SETTINGS_UNKNOWN,
                 /* Translators: %s is a domain such as “example.org”. */
                 _("“%s” does not receive mail. Check the spelling of the address."), domain);
  else
    return TRUE;
  return FALSE;
}

static GPtrArray *
find (MailInquiry *inquiry, MailDnsAnswer *answer, GError **error)
{
  g_autoptr (GPtrArray) candidates = g_ptr_array_new_with_free_func (g_object_unref);
  GError *damage = NULL;
  MailCandidate *candidate;

  if (!check_domain (inquiry, answer, error))
    return NULL;
  candidate = look_up (inquiry, answer, &damage);
  if (damage != NULL)
    {
      g_propagate_error (error, damage);
      return NULL;
    }
  if (candidate != NULL)
    g_ptr_array_add (candidates, candidate);
  return g_steal_pointer (&candidates);
}

static void
on_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (MailDnsAnswer) answer = mail_inquiry_query_finish (MAIL_INQUIRY (source), result, &error);
  GPtrArray *candidates = answer != NULL ? find (MAIL_INQUIRY (source), answer, &error) : NULL;

  if (candidates != NULL)
    g_task_return_pointer (task, candidates, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
mail_mx_finder_find_async (MailFinder *finder,
                           MailInquiry *inquiry,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (finder, cancellable, callback, user_data);

  g_task_set_source_tag (task, mail_mx_finder_find_async);
  mail_inquiry_query_async (inquiry, mail_inquiry_get_domain (inquiry), MAIL_DNS_MX, cancellable, on_answered,
                            g_steal_pointer (&task));
}

static GPtrArray *
mail_mx_finder_find_finish (MailFinder *finder, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, finder), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_mx_finder_find_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
mail_mx_finder_class_init (MailMxFinderClass *klass)
{
  MailFinderClass *finder_class = MAIL_FINDER_CLASS (klass);

  finder_class->source = MAIL_SOURCE_MX;
  finder_class->dup_label = mail_mx_finder_dup_label;
  finder_class->find_async = mail_mx_finder_find_async;
  finder_class->find_finish = mail_mx_finder_find_finish;
}

static void
mail_mx_finder_init (MailMxFinder *self)
{
}
