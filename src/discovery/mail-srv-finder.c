/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-srv-finder.h"

#include <glib/gi18n-lib.h>

#include "mail-services.h"

/**
 * MailSrvFinder:
 *
 * Finds by the SRV records of the domain (RFC 6186, RFC 8314): what its owner says himself of IMAP, POP3 and
 * submission, encrypted from the first byte or by STARTTLS.
 */
struct _MailSrvFinder
{
  MailFinder parent_instance;
};

G_DEFINE_FINAL_TYPE (MailSrvFinder, mail_srv_finder, MAIL_TYPE_FINDER)

static char *
mail_srv_finder_dup_label (MailFinder *finder, MailInquiry *inquiry)
{
  MailAddress *address = mail_inquiry_get_address (inquiry);

  /* Translators: %s is a domain such as “example.org”; SRV is a type of record in the DNS. */
  return g_strdup_printf (_("SRV records of %s"), mail_address_get_display_domain (address));
}

static void
on_asked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (MailServices) services = mail_services_ask_finish (result, &error);
  g_autoptr (GPtrArray) candidates = g_ptr_array_new_with_free_func (g_object_unref);
  MailCandidate *candidate;

  if (services == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  candidate = mail_services_create_candidate (services, mail_inquiry_get_address (MAIL_INQUIRY (source)));
  if (candidate != NULL)
    g_ptr_array_add (candidates, candidate);
  g_task_return_pointer (task, g_steal_pointer (&candidates), (GDestroyNotify) g_ptr_array_unref);
}

static void
mail_srv_finder_find_async (MailFinder *finder,
                            MailInquiry *inquiry,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (finder, cancellable, callback, user_data);

  g_task_set_source_tag (task, mail_srv_finder_find_async);
  mail_services_ask_async (inquiry, 0, cancellable, on_asked, g_steal_pointer (&task));
}

static GPtrArray *
mail_srv_finder_find_finish (MailFinder *finder, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, finder), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_srv_finder_find_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
mail_srv_finder_class_init (MailSrvFinderClass *klass)
{
  MailFinderClass *finder_class = MAIL_FINDER_CLASS (klass);

  finder_class->source = MAIL_SOURCE_SRV;
  finder_class->dup_label = mail_srv_finder_dup_label;
  finder_class->find_async = mail_srv_finder_find_async;
  finder_class->find_finish = mail_srv_finder_find_finish;
}

static void
mail_srv_finder_init (MailSrvFinder *self)
{
}
