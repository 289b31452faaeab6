/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-question.h"
#include "mail-test-await.h"

#define N_ASKERS 3

/* Three who want to know the same. */
typedef struct
{
  MailQuestion *question;
  GCancellable *cancellables[N_ASKERS];
  GAsyncResult *results[N_ASKERS];
} Fixture;

static void
wait_for_answer (Fixture *fixture, guint asker)
{
  fixture->cancellables[asker] = g_cancellable_new ();
  mail_question_wait (fixture->question, g_task_new (NULL, fixture->cancellables[asker],
                                                     mail_test_store_result, &fixture->results[asker]));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->question = mail_question_new ((GBoxedCopyFunc) g_strdup, g_free);
  for (guint asker = 0; asker < N_ASKERS; asker++)
    wait_for_answer (fixture, asker);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->question);
  for (guint asker = 0; asker < N_ASKERS; asker++)
    {
      g_clear_object (&fixture->results[asker]);
      g_assert_finalize_object (fixture->cancellables[asker]);
    }
  g_assert_false (g_main_context_pending (NULL));
}

static void
run_pending (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
assert_text (Fixture *fixture, guint asker, const char *expected)
{
  GTask *task = G_TASK (mail_test_await (&fixture->results[asker]));
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_task_propagate_pointer (task, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, expected);
}

static void
assert_cancelled (Fixture *fixture, guint asker)
{
  GTask *task = G_TASK (mail_test_await (&fixture->results[asker]));
  g_autoptr (GError) error = NULL;

  g_assert_null (g_task_propagate_pointer (task, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_answer (Fixture *fixture, gconstpointer data)
{
  g_assert_null (mail_question_get_answer (fixture->question));
  run_pending ();
  g_assert_null (fixture->results[0]);
  mail_question_answer (fixture->question, g_strdup ("yes"), NULL);
  for (guint asker = 0; asker < N_ASKERS; asker++)
    assert_text (fixture, asker, "yes");
  g_assert_cmpstr (mail_question_get_answer (fixture->question), ==, "yes");
  g_clear_object (&fixture->results[0]);
  g_clear_object (&fixture->cancellables[0]);
  wait_for_answer (fixture, 0);
  assert_text (fixture, 0, "yes");
}

static void
test_error (Fixture *fixture, gconstpointer data)
{
  mail_question_answer (fixture->question, NULL, g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED, "no"));
  for (guint asker = 0; asker < N_ASKERS; asker++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (g_task_propagate_pointer (G_TASK (mail_test_await (&fixture->results[asker])), &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
      g_assert_cmpstr (error->message, ==, "no");
    }
}

/* One who lets go takes nothing from the others. */
static void
test_let_go (Fixture *fixture, gconstpointer data)
{
  g_cancellable_cancel (fixture->cancellables[1]);
  assert_cancelled (fixture, 1);
  run_pending ();
  g_assert_null (fixture->results[0]);
  g_assert_false (g_cancellable_is_cancelled (mail_question_get_cancellable (fixture->question)));
  g_assert_false (mail_question_is_abandoned (fixture->question));
  mail_question_answer (fixture->question, g_strdup ("yes"), NULL);
  assert_text (fixture, 0, "yes");
  assert_text (fixture, 2, "yes");
}

/* The last one stays until the asking has ended. */
static void
test_abandon (Fixture *fixture, gconstpointer data)
{
  for (guint asker = 0; asker < N_ASKERS; asker++)
    g_cancellable_cancel (fixture->cancellables[asker]);
  run_pending ();
  g_assert_true (mail_question_is_abandoned (fixture->question));
  g_assert_true (g_cancellable_is_cancelled (mail_question_get_cancellable (fixture->question)));
  g_assert_nonnull (fixture->results[0]);
  g_assert_nonnull (fixture->results[1]);
  g_assert_null (fixture->results[2]);
  mail_question_answer (fixture->question, NULL, g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled"));
  for (guint asker = 0; asker < N_ASKERS; asker++)
    assert_cancelled (fixture, asker);
}

/* Answered and let go of in the same breath: letting go wins. */
static void
test_too_late (Fixture *fixture, gconstpointer data)
{
  g_cancellable_cancel (fixture->cancellables[1]);
  mail_question_answer (fixture->question, g_strdup ("yes"), NULL);
  assert_text (fixture, 0, "yes");
  assert_cancelled (fixture, 1);
  assert_text (fixture, 2, "yes");
}

static void
add (const char *path, void (*test) (Fixture *fixture, gconstpointer data))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("/question/answer", test_answer);
  add ("/question/error", test_error);
  add ("/question/let-go", test_let_go);
  add ("/question/abandon", test_abandon);
  add ("/question/too-late", test_too_late);
  return g_test_run ();
}
