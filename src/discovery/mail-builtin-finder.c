/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-builtin-finder.h"

#include <glib/gi18n-lib.h>

#include "mail-discovery.h"
#include "mail-error.h"

/**
 * MailBuiltinFinder:
 *
 * Finds by the list of providers that is built in, and asks nobody.
 */
struct _MailBuiltinFinder
{
  MailFinder parent_instance;
};

G_DEFINE_FINAL_TYPE (MailBuiltinFinder, mail_builtin_finder, MAIL_TYPE_FINDER)

static char *
mail_builtin_finder_dup_label (MailFinder *finder, MailInquiry *inquiry)
{
  return g_strdup (_("Siegel’s list of providers"));
}

static void
mail_builtin_finder_find_async (MailFinder *finder,
                                MailInquiry *inquiry,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (finder, cancellable, callback, user_data);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_object_unref);
  GError *error = NULL;
  MailCandidate *candidate = mail_discovery_lookup (mail_inquiry_get_address (inquiry), &error);

  g_task_set_source_tag (task, mail_builtin_finder_find_async);
  if (candidate != NULL)
    g_ptr_array_add (found, candidate);
  else if (!g_error_matches (error, MAIL_ERROR, MAIL_ERROR_SETTINGS_UNKNOWN))
    {
      g_task_return_error (task, error);
      return;
    }
  g_clear_error (&error);
  g_task_return_pointer (task, g_steal_pointer (&found), (GDestroyNotify) g_ptr_array_unref);
}

static GPtrArray *
mail_builtin_finder_find_finish (MailFinder *finder, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, finder), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_builtin_finder_find_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
mail_builtin_finder_class_init (MailBuiltinFinderClass *klass)
{
  MailFinderClass *finder_class = MAIL_FINDER_CLASS (klass);

  finder_class->source = MAIL_SOURCE_DATABASE;
  finder_class->dup_label = mail_builtin_finder_dup_label;
  finder_class->find_async = mail_builtin_finder_find_async;
  finder_class->find_finish = mail_builtin_finder_find_finish;
}

static void
mail_builtin_finder_init (MailBuiltinFinder *self)
{
}
