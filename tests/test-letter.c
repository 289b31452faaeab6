/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-letter.h"

#include "mail-paper-print.h"

static MailAddress *
create_address (void)
{
  return mail_address_new ("anna@example.test", NULL);
}

/* Whoever gets it can answer all of it: the mailbox, five questions with room for the answers, and who asks.
 */
static void
test_text (void)
{
  g_autoptr (MailAddress) address = create_address ();
  g_autofree char *text = mail_letter_dup_text (address, "Anna Ärmel");
  g_auto (GStrv) answers = g_strsplit (text, "\n   ____", -1);

  g_assert_nonnull (strstr (text, "anna@example.test"));
  g_assert_cmpuint (g_strv_length (answers), ==, MAIL_N_QUESTIONS + 1);
  for (guint i = 0; i < MAIL_N_QUESTIONS; i++)
    {
      g_assert_nonnull (strstr (text, mail_letter_get_question (i).title));
      g_assert_nonnull (strstr (text, mail_letter_get_question (i).explanation));
    }
  g_assert_true (g_str_has_suffix (text, "\nAnna Ärmel\n"));
}

static void
test_nameless (void)
{
  g_autoptr (MailAddress) address = create_address ();
  g_autofree char *text = mail_letter_dup_text (address, "");

  g_assert_true (g_str_has_suffix (text, "Thank you\n"));
}

static char *
print (const char *paper, int *pages)
{
  g_autoptr (MailAddress) address = create_address ();
  MailPaperPrint *letter = mail_paper_print_new (mail_letter_to_paper (address, "Anna Ärmel"));
  GtkPrintOperation *operation = GTK_PRINT_OPERATION (letter);
  g_autoptr (GtkPageSetup) setup = gtk_page_setup_new ();
  GtkPaperSize *size = gtk_paper_size_new (paper);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = NULL;

  gtk_page_setup_set_paper_size_and_default_margins (setup, size);
  gtk_paper_size_free (size);
  gtk_print_operation_set_default_page_setup (operation, setup);
  pdf = mail_paper_print_to_pdf (letter, &error);
  g_assert_no_error (error);
  g_object_get (operation, "n-pages", pages, NULL);
  g_assert_finalize_object (letter);

  return g_strndup (g_bytes_get_data (pdf, NULL), g_bytes_get_size (pdf));
}

static void
test_print (void)
{
  int pages = 0;
  g_autofree char *pdf = print (GTK_PAPER_NAME_A4, &pages);

  g_assert_true (g_str_has_prefix (pdf, "%PDF-"));
  g_assert_cmpint (pages, ==, 1);
}

/* Where it does not fit, nothing is cut off. */
static void
test_small_paper (void)
{
  int pages = 0;
  g_autofree char *pdf = print ("iso_a6", &pages);

  g_assert_true (g_str_has_prefix (pdf, "%PDF-"));
  g_assert_cmpint (pages, >, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/letter/text", test_text);
  g_test_add_func ("/letter/nameless", test_nameless);
  g_test_add_func ("/letter/print", test_print);
  g_test_add_func ("/letter/small-paper", test_small_paper);

  return g_test_run ();
}
