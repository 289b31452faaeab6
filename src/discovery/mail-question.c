/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-question.h"

/* One task that waits for the answer. */
typedef struct
{
  MailQuestion *question;
  GTask *task;
  GSource *source; /* nullable: the wish to wait no longer */
} Waiter;

/**
 * MailQuestion:
 *
 * Something that is asked once for everybody who wants to know. Each who waits may let go. The question ends
 * when nobody is left, and the last one stays until it has ended: so nothing goes on behind the back of those
 * who asked.
 */
struct _MailQuestion
{
  GObject parent_instance;

  GBoxedCopyFunc ref;
  GDestroyNotify unref;
  GCancellable *cancellable;
  GPtrArray *waiters; /* of Waiter */
  gboolean abandoned;
  gboolean answered;
  gpointer answer;
  GError *error;
};

G_DEFINE_FINAL_TYPE (MailQuestion, mail_question, G_TYPE_OBJECT)

static void
waiter_free (gpointer data)
{
  Waiter *waiter = data;

  if (waiter->source != NULL)
    {
      g_source_destroy (waiter->source);
      g_source_unref (waiter->source);
    }
  g_object_unref (waiter->task);
  g_free (waiter);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Waiter, waiter_free)

static void
return_answer (MailQuestion *self, GTask *task)
{
  if (self->error != NULL)
    g_task_return_error (task, g_error_copy (self->error));
  else
    g_task_return_pointer (task, self->ref (self->answer), self->unref);
}

static Waiter *
steal_waiter (MailQuestion *self, Waiter *waiter)
{
  guint index;

  g_ptr_array_find (self->waiters, waiter, &index);
  return g_ptr_array_steal_index (self->waiters, index);
}

static gboolean
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (Waiter) waiter = NULL;
  MailQuestion *self = ((Waiter *) user_data)->question;

  if (self->waiters->len == 1)
    {
      self->abandoned = TRUE;
      g_cancellable_cancel (self->cancellable);
      return G_SOURCE_REMOVE;
    }
  waiter = steal_waiter (self, user_data);
  g_task_return_error_if_cancelled (waiter->task);
  return G_SOURCE_REMOVE;
}

/* A source and not a handler: within g_cancellable_cancel() nobody could take his own handler away. */
static GSource *
watch (Waiter *waiter)
{
  GCancellable *cancellable = g_task_get_cancellable (waiter->task);
  GSource *source;

  if (cancellable == NULL)
    return NULL;
  source = g_cancellable_source_new (cancellable);
  g_source_set_callback (source, G_SOURCE_FUNC (on_cancelled), waiter, NULL);
  g_source_attach (source, g_task_get_context (waiter->task));
  return source;
}

static void
mail_question_finalize (GObject *object)
{
  MailQuestion *self = MAIL_QUESTION (object);

  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->waiters);
  g_clear_pointer (&self->answer, self->unref);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (mail_question_parent_class)->finalize (object);
}

static void
mail_question_class_init (MailQuestionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mail_question_finalize;
}

static void
mail_question_init (MailQuestion *self)
{
  self->cancellable = g_cancellable_new ();
  self->waiters = g_ptr_array_new_with_free_func (waiter_free);
}

/**
 * mail_question_new:
 * @ref: gives one who waits the answer
 * @unref: takes it back
 *
 * Returns: (transfer full): a question that nobody has asked yet
 */
MailQuestion *
mail_question_new (GBoxedCopyFunc ref, GDestroyNotify unref)
{
  MailQuestion *self = g_object_new (MAIL_TYPE_QUESTION, NULL);

  self->ref = ref;
  self->unref = unref;
  return self;
}

/**
 * mail_question_get_cancellable:
 * @self: a question
 *
 * Returns: (transfer none): what ends the asking when nobody waits any more
 */
GCancellable *
mail_question_get_cancellable (MailQuestion *self)
{
  return self->cancellable;
}

/**
 * mail_question_is_abandoned:
 * @self: a question
 *
 * Returns: whether everybody let go before it was answered; who wants to know now has to ask anew
 */
gboolean
mail_question_is_abandoned (MailQuestion *self)
{
  return self->abandoned;
}

/**
 * mail_question_get_answer:
 * @self: a question
 *
 * Returns: (transfer none) (nullable): the answer, if there is one yet
 */
gconstpointer
mail_question_get_answer (MailQuestion *self)
{
  return self->answer;
}

/**
 * mail_question_wait:
 * @self: a question that is not abandoned
 * @task: (transfer full): returns the answer when it is there, or is there already; its cancellable lets only
 *   this task go
 */
void
mail_question_wait (MailQuestion *self, GTask *task)
{
  g_autoptr (GTask) owned = task;
  Waiter *waiter;

  if (self->answered)
    {
      return_answer (self, task);
      return;
    }
  waiter = g_new0 (Waiter, 1);
  waiter->question = self;
  waiter->task = g_steal_pointer (&owned);
  waiter->source = watch (waiter);
  g_ptr_array_add (self->waiters, waiter);
}

/**
 * mail_question_answer:
 * @self: a question that was asked
 * @answer: (nullable) (transfer full): the answer
 * @error: (nullable) (transfer full): why there is none
 *
 * Tells everybody who waits, and everybody who comes later.
 */
void
mail_question_answer (MailQuestion *self, gpointer answer, GError *error)
{
  G_GNUC_UNUSED g_autoptr (MailQuestion) alive = g_object_ref (self);
  g_autoptr (GPtrArray) waiters = g_steal_pointer (&self->waiters);

  self->waiters = g_ptr_array_new_with_free_func (waiter_free);
  self->answered = TRUE;
  self->answer = answer;
  self->error = error;
  for (guint i = 0; i < waiters->len; i++)
    return_answer (self, ((Waiter *) g_ptr_array_index (waiters, i))->task);
}
