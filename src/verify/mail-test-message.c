/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-test-message.h"

#include <glib/gi18n-lib.h>

#include "mail-header.h"
#include "mail-quoted-printable.h"

/* RFC 5322, section 3.3, in its own language and, as nobody needs to know where the person is, without their
 * time zone. */
static char *
create_date (void)
{
  static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
  static const char *const months[]
      = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  return g_strdup_printf (
      "%s, %02d %s %04d %02d:%02d:%02d +0000", days[g_date_time_get_day_of_week (now) - 1],
      g_date_time_get_day_of_month (now), months[g_date_time_get_month (now) - 1], g_date_time_get_year (now),
      g_date_time_get_hour (now), g_date_time_get_minute (now), g_date_time_get_second (now));
}

/* The address gets a line of its own beside a name: it cannot be folded. */
static char *
create_mailbox (MailAddress *address, const char *name)
{
  g_autofree char *encoded = name != NULL ? mail_header_encode_name (name) : g_strdup ("");

  return g_strdup_printf ("%s%s<%s>", encoded, *encoded != '\0' ? "\r\n " : "",
                          mail_address_get_address (address));
}

/**
 * mail_test_message_create_id:
 * @address: whose message it is
 *
 * Returns: (transfer full): a Message-ID that nobody else has and nobody can guess, in its brackets (RFC
 *   5322, section 3.6.4)
 */
char *
mail_test_message_create_id (MailAddress *address)
{
  g_autofree char *random = g_uuid_string_random ();

  return g_strdup_printf ("<%s@%s>", random, mail_address_get_domain (address));
}

/**
 * mail_test_message_new:
 * @address: who sends it, and to whom
 * @name: (nullable): the person's name, anything they typed
 * @id: the Message-ID
 *
 * A message of few words in the language of the person. It says that it comes from a program, so that no
 * other one answers (RFC 3834, section 5), and holds nothing that the account's own mail does not show.
 *
 * Returns: (transfer full): the message, in lines that end with CRLF: ASCII, unless the address is not
 *   (RFC 6532)
 */
GBytes *
mail_test_message_new (MailAddress *address, const char *name, const char *id)
{
  g_autofree char *mailbox = create_mailbox (address, name);
  /* Translators: the subject of a message that people send to themselves. */
  g_autofree char *subject = mail_header_encode_text (_("Test mail from Siegel"));
  g_autofree char *date = create_date ();
  g_autofree char *body = mail_quoted_printable_encode (
      /* Translators: the text of a message that people send to themselves. */
      _("Siegel has sent you this message because you asked for it.\n"
         "If you can read it, sending and receiving work with this account.\n"
         "\n"
         "You may delete it."));
  char *message = g_strdup_printf ("From: %s\r\n"
                                   "To: %s\r\n"
                                   "Subject: %s\r\n"
                                   "Date: %s\r\n"
                                   "Message-ID: %s\r\n"
                                   "Auto-Submitted: auto-generated\r\n"
                                   "MIME-Version: 1.0\r\n"
                                   "Content-Type: text/plain; charset=UTF-8\r\n"
                                   "Content-Transfer-Encoding: quoted-printable\r\n"
                                   "\r\n"
                                   "%s",
                                   mailbox, mailbox, subject, date, id, body);

  return g_bytes_new_take (message, strlen (message));
}
