/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-letter.h"

#include <glib/gi18n-lib.h>

/* Room for an answer where the letter is text only. */
#define BLANK "______________________________"

/* With these five a mail program can be set up by hand; each is asked so that whoever answers cannot leave a
 * part of it out. */
static const MailQuestion questions[MAIL_N_QUESTIONS] = {
  { N_("Server for receiving mail, and whether it is IMAP or POP3"),
    N_("The computer that keeps the mail; its name looks like imap.example.org.") },
  { N_("Its port and encryption"), N_("A number such as 993, and SSL/TLS or STARTTLS.") },
  { N_("Server for sending mail (SMTP)"), N_("Often another computer, such as smtp.example.org.") },
  { N_("Its port and encryption, for mail programs"),
    N_("A number such as 465 or 587, and SSL/TLS or STARTTLS.") },
  { N_("User name, and kind of password"),
    N_("The whole address or something else; the usual password, or an app password for mail programs.") },
};

static void
append_question (GString *text, guint index)
{
  MailQuestion question = mail_letter_get_question (index);

  g_string_append_printf (text, "%u. %s\n", index + 1, question.title);
  g_string_append_printf (text, "   %s\n", question.explanation);
  g_string_append_printf (text, "   %s\n\n", BLANK);
}

/**
 * mail_letter_get_question:
 * @index: which of the %MAIL_N_QUESTIONS
 *
 * Returns: what is asked, translated
 */
MailQuestion
mail_letter_get_question (guint index)
{
  return (MailQuestion){ _ (questions[index].title), _ (questions[index].explanation) };
}

/**
 * mail_letter_dup_subject:
 * @address: whose mailbox
 *
 * Returns: (transfer full): the title of the letter
 */
char *
mail_letter_dup_subject (MailAddress *address)
{
  /* Translators: the title of a letter to a provider; %s is an e-mail address. */
  return g_strdup_printf (_("Settings for the mailbox %s"), mail_address_get_address (address));
}

/**
 * mail_letter_dup_opening:
 * @address: whose mailbox
 *
 * Returns: (transfer full): what stands before the questions
 */
char *
mail_letter_dup_opening (MailAddress *address)
{
  /* Translators: from a letter to a provider; %s is an e-mail address. */
  return g_strdup_printf (
      _("Hello,\n\nI want to use my mailbox %s in a mail program, and need its settings. "
         "Please fill in what is missing:"),
      mail_address_get_address (address));
}

/**
 * mail_letter_dup_closing:
 * @name: who asks; may be empty
 *
 * A password does not belong into a letter, so the letter says that none is wanted.
 *
 * Returns: (transfer full): what stands after the questions
 */
char *
mail_letter_dup_closing (const char *name)
{
  /* Translators: the end of a letter to a provider. */
  const char *thanks = _("Please do not send me a password. If mail programs must first be switched on for "
                          "this mailbox, tell me where.\n\nThank you");

  return *name != '\0' ? g_strdup_printf ("%s\n%s", thanks, name) : g_strdup (thanks);
}

/**
 * mail_letter_dup_text:
 * @address: whose mailbox
 * @name: who asks; may be empty
 *
 * Returns: (transfer full): the letter, ready to be pasted and sent; there is nothing secret in it
 */
char *
mail_letter_dup_text (MailAddress *address, const char *name)
{
  g_autofree char *subject = mail_letter_dup_subject (address);
  g_autofree char *opening = mail_letter_dup_opening (address);
  g_autofree char *closing = mail_letter_dup_closing (name);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s\n\n%s\n\n", subject, opening);
  for (guint i = 0; i < MAIL_N_QUESTIONS; i++)
    append_question (text, i);
  g_string_append_printf (text, "%s\n", closing);

  return g_string_free (text, FALSE);
}

/**
 * mail_letter_to_paper:
 * @address: whose mailbox
 * @name: who asks; may be empty
 *
 * Returns: (transfer full): the letter, with lines to write on, to be printed
 */
MailPaper *
mail_letter_to_paper (MailAddress *address, const char *name)
{
  g_autofree char *subject = mail_letter_dup_subject (address);
  g_autofree char *opening = mail_letter_dup_opening (address);
  g_autofree char *closing = mail_letter_dup_closing (name);
  MailPaper *paper = mail_paper_new (subject);

  mail_paper_add (paper, MAIL_PAPER_TEXT, opening);
  for (guint i = 0; i < MAIL_N_QUESTIONS; i++)
    {
      MailQuestion question = mail_letter_get_question (i);
      g_autofree char *title = g_strdup_printf ("%u. %s", i + 1, question.title);

      mail_paper_add (paper, MAIL_PAPER_HEADING, title);
      mail_paper_add (paper, MAIL_PAPER_ANSWER, question.explanation);
    }
  mail_paper_add (paper, MAIL_PAPER_TEXT, closing);

  return paper;
}
