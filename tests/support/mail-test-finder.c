/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-test-finder.h"

typedef struct
{
  GTask *task; /* as long as it runs */
  GSource *source;
  const char *reason;
  gboolean hasty;
  gboolean asked;
  gboolean cancelled;
} MailTestFinderPrivate;

G_DEFINE_TYPE_WITH_PRIVATE (MailTestFinder, mail_test_finder, MAIL_TYPE_FINDER)

static MailTestFinderPrivate *
get_private (gpointer self)
{
  return mail_test_finder_get_instance_private (MAIL_TEST_FINDER (self));
}

static GTask *
end (MailTestFinder *self)
{
  MailTestFinderPrivate *private = get_private (self);

  g_assert_nonnull (private->task);
  if (private->source != NULL)
    {
      g_source_destroy (private->source);
      g_clear_pointer (&private->source, g_source_unref);
    }
  return g_steal_pointer (&private->task);
}

static gboolean
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  MailTestFinderPrivate *private = get_private (user_data);

  private->cancelled = TRUE;
  mail_test_finder_fail (user_data, g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled"));
  return G_SOURCE_REMOVE;
}

static void
on_cancelled_hastily (GCancellable *cancellable, gpointer user_data)
{
  on_cancelled (cancellable, user_data);
}

static void
watch (MailTestFinder *self, GCancellable *cancellable)
{
  MailTestFinderPrivate *private = get_private (self);

  if (private->hasty)
    {
      g_signal_connect (cancellable, "cancelled", G_CALLBACK (on_cancelled_hastily), self);
      return;
    }
  private->source = g_cancellable_source_new (cancellable);
  g_source_set_callback (private->source, G_SOURCE_FUNC (on_cancelled), self, NULL);
  g_source_attach (private->source, NULL);
}

static char *
mail_test_finder_dup_label (MailFinder *finder, MailInquiry *inquiry)
{
  return g_strdup (mail_source_to_string (mail_finder_get_source (finder)));
}

static gboolean
mail_test_finder_may_ask (MailFinder *finder, MailInquiry *inquiry, char **reason)
{
  *reason = g_strdup (get_private (finder)->reason);
  return *reason == NULL;
}

static void
mail_test_finder_find_async (MailFinder *finder,
                             MailInquiry *inquiry,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  MailTestFinderPrivate *private = get_private (finder);

  g_assert_false (private->asked);
  private->asked = TRUE;
  private->task = g_task_new (finder, NULL, callback, user_data);
  watch (MAIL_TEST_FINDER (finder), cancellable);
}

static GPtrArray *
mail_test_finder_find_finish (MailFinder *finder, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
mail_test_finder_finalize (GObject *object)
{
  g_assert_null (get_private (object)->task);
  G_OBJECT_CLASS (mail_test_finder_parent_class)->finalize (object);
}

static void
mail_test_finder_class_init (MailTestFinderClass *klass)
{
  MailFinderClass *finder_class = MAIL_FINDER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mail_test_finder_finalize;
  finder_class->dup_label = mail_test_finder_dup_label;
  finder_class->may_ask = mail_test_finder_may_ask;
  finder_class->find_async = mail_test_finder_find_async;
  finder_class->find_finish = mail_test_finder_find_finish;
}

static void
mail_test_finder_init (MailTestFinder *self)
{
}

/* The source is a fact of the class, so that each source has a class of its own. */
static void
init_class (gpointer klass, gpointer source)
{
  MAIL_FINDER_CLASS (klass)->source = GPOINTER_TO_INT (source);
}

MailTestFinder *
mail_test_finder_new (MailSource source)
{
  static GType types[MAIL_SOURCE_MANUAL + 1];
  g_autofree char *name = g_strdup_printf ("MailTestFinder%d", source);
  const GTypeInfo info = {
    .class_size = sizeof (MailTestFinderClass),
    .instance_size = sizeof (MailTestFinder),
    .class_init = init_class,
    .class_data = GINT_TO_POINTER (source),
  };

  if (types[source] == 0)
    types[source] = g_type_register_static (MAIL_TYPE_TEST_FINDER, name, &info, 0);
  return g_object_new (types[source], NULL);
}

void
mail_test_finder_forbid (MailTestFinder *self, const char *reason)
{
  get_private (self)->reason = reason;
}

void
mail_test_finder_end_hastily (MailTestFinder *self)
{
  get_private (self)->hasty = TRUE;
}

gboolean
mail_test_finder_is_asked (MailTestFinder *self)
{
  return get_private (self)->asked;
}

gboolean
mail_test_finder_is_running (MailTestFinder *self)
{
  return get_private (self)->task != NULL;
}

gboolean
mail_test_finder_was_cancelled (MailTestFinder *self)
{
  return get_private (self)->cancelled;
}

void
mail_test_finder_answer (MailTestFinder *self, GPtrArray *found)
{
  g_autoptr (GTask) task = end (self);

  g_task_return_pointer (task, found, (GDestroyNotify) g_ptr_array_unref);
}

void
mail_test_finder_fail (MailTestFinder *self, GError *error)
{
  g_autoptr (GTask) task = end (self);

  g_task_return_error (task, error);
}
