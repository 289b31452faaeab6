/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-secret.h"

#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "mail-process.h"

/* Quotes, umlauts, spaces at the ends, bytes that are no UTF-8, a NUL: all are part of the password. */
static const struct
{
  const char *text;
  gssize length;
  gsize expected;
} passwords[] = {
  { " \"p\\ä ss'w\xc3\xb6rd\t ", -1, 17 },
  { "", -1, 0 },
  { "\xff\xfe", 2, 2 },
  { "a\0b", 3, 3 },
  { "abc", 2, 2 },
};

static void
test_bytes (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (passwords); i++)
    {
      g_autoptr (MailSecret) secret = mail_secret_new (passwords[i].text, passwords[i].length);
      gsize length = 0;
      const char *bytes = mail_secret_peek (secret, &length);

      g_assert_cmpmem (bytes, length, passwords[i].text, passwords[i].expected);
      g_assert_cmpint (bytes[length], ==, '\0');
    }
}

static void
test_counting (void)
{
  MailSecret *secret = mail_secret_new ("hunter2", -1);
  MailSecret *copy = g_boxed_copy (MAIL_TYPE_SECRET, secret);

  g_assert_true (copy == secret);
  mail_secret_unref (secret);
  g_assert_cmpstr (mail_secret_peek (copy, NULL), ==, "hunter2");
  mail_secret_unref (copy);
}

/* Nobody attaches to a process that holds a password, and it leaves no core; before and after it is open. */
static void
test_guard (void)
{
  MailSecret *first = mail_secret_new ("hunter2", -1);
  MailSecret *second = mail_secret_new ("hunter3", -1);

  g_assert_cmpint (prctl (PR_GET_DUMPABLE), ==, 0);
  mail_secret_unref (first);
  g_assert_cmpint (prctl (PR_GET_DUMPABLE), ==, 0);
  mail_secret_unref (second);
  g_assert_cmpint (prctl (PR_GET_DUMPABLE), ==, 1);
}

static void
test_core_files (void)
{
  struct rlimit before, after;

  g_assert_no_errno (getrlimit (RLIMIT_CORE, &before));
  mail_process_forbid_core_files ();
  g_assert_no_errno (getrlimit (RLIMIT_CORE, &after));
  g_assert_cmpuint (after.rlim_cur, ==, 0);
  g_assert_cmpuint (after.rlim_max, ==, before.rlim_max);
}

static void
test_equal (void)
{
  g_autoptr (MailSecret) a = mail_secret_new ("a\0b", 3);
  g_autoptr (MailSecret) same = mail_secret_new ("a\0b", 3);
  g_autoptr (MailSecret) other = mail_secret_new ("a\0c", 3);
  g_autoptr (MailSecret) prefix = mail_secret_new ("a", -1);

  g_assert_true (mail_secret_equal (a, same));
  g_assert_false (mail_secret_equal (a, other));
  g_assert_false (mail_secret_equal (a, prefix));
  g_assert_false (mail_secret_equal (a, NULL));
  g_assert_true (mail_secret_equal (NULL, NULL));
}

static void
test_wipe (void)
{
  char text[] = "hunter2";
  const char zeros[sizeof text] = { 0 };

  mail_wipe (text, 4);
  g_assert_cmpmem (text, 4, zeros, 4);
  g_assert_cmpstr (text + 4, ==, "er2");
  mail_wipe (NULL, 0);
  mail_wipe_free (NULL);
  mail_wipe_free (g_strdup ("hunter2"));
}

static void
test_bytes_take (void)
{
  g_autoptr (GBytes) bytes = mail_wipe_bytes_new_take (g_strdup ("PASS hunter2\r\n"), 14);
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);

  g_assert_cmpmem (text, length, "PASS hunter2\r\n", 14);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/secret/bytes", test_bytes);
  g_test_add_func ("/secret/counting", test_counting);
  g_test_add_func ("/secret/guard", test_guard);
  g_test_add_func ("/secret/core-files", test_core_files);
  g_test_add_func ("/secret/equal", test_equal);
  g_test_add_func ("/secret/wipe", test_wipe);
  g_test_add_func ("/secret/bytes-take", test_bytes_take);
  return g_test_run ();
}
