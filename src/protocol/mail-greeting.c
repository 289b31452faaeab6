/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-greeting.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mail-error.h"

typedef struct
{
  const char *start;
  const char *word; /* must be in the line, too */
  const char *service;
} Sign;

/* The first that fits. FTP and SMTP both greet with 220; a name such as ftp.example.org does not make an SMTP
 * server an FTP server, so “SMTP” is looked for first. */
static const Sign signs[] = {
  { "* OK", NULL, "IMAP" },
  { "* PREAUTH", NULL, "IMAP" },
  { "* BYE", NULL, "IMAP" },
  { "+OK", NULL, "POP3" },
  { "-ERR", NULL, "POP3" },
  { "220", "smtp", "SMTP" },
  { "220", "ftp", "FTP" },
  { "220", NULL, "SMTP" },
  { "421", NULL, "SMTP" },
  { "554", NULL, "SMTP" },
  { "HTTP/", NULL, "HTTP" },
  { "<!DOCTYPE", NULL, "HTTP" },
  { "<html", NULL, "HTTP" },
  { "SSH-", NULL, "SSH" },
  { "200 ", NULL, "NNTP" },
  { "201 ", NULL, "NNTP" },
  { "\"IMPLEMENTATION\"", NULL, "ManageSieve" },
  { "RFB ", NULL, "VNC" },
};

static const char *const names[] = {
  [MAIL_PROTOCOL_IMAP] = "IMAP",
  [MAIL_PROTOCOL_POP3] = "POP3",
  [MAIL_PROTOCOL_SMTP] = "SMTP",
};

static gboolean
fits (const Sign *sign, const char *line, const char *lower)
{
  return g_ascii_strncasecmp (line, sign->start, strlen (sign->start)) == 0
         && (sign->word == NULL || strstr (lower, sign->word) != NULL);
}

/**
 * mail_greeting_identify:
 * @line: the first line of a server
 *
 * Returns: (nullable): the name of the service that greets like this, or %NULL
 */
const char *
mail_greeting_identify (const char *line)
{
  g_autofree char *lower = g_ascii_strdown (line, -1);

  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (fits (&signs[i], line, lower))
      return signs[i].service;
  return NULL;
}

/**
 * mail_greeting_is:
 * @line: the first line of a server
 * @protocol: what should be spoken there
 *
 * Returns: whether it is
 */
gboolean
mail_greeting_is (const char *line, MailProtocol protocol)
{
  return g_strcmp0 (mail_greeting_identify (line), names[protocol]) == 0;
}

/**
 * mail_greeting_is_tls:
 * @line: the first bytes of a server
 * @length: how many
 *
 * Returns: whether they are the head of a TLS record: an alert or a handshake, version 3.x (RFC 8446,
 * section 5.1)
 */
gboolean
mail_greeting_is_tls (const char *line, gsize length)
{
  return length >= 2 && (line[0] == 0x15 || line[0] == 0x16) && line[1] == 0x03;
}

/**
 * mail_greeting_set_error:
 * @line: the first line of a server
 * @expected: what should be spoken there
 * @host: the server's name
 * @error: set to %MAIL_ERROR_NOT_THIS_PROTOCOL with a sentence that names who answers, where that is known
 */
void
mail_greeting_set_error (const char *line, MailProtocol expected, const char *host, GError **error)
{
  const char *service = mail_greeting_identify (line);
  const char *wanted = names[expected];

  if (service != NULL && !g_str_equal (service, wanted))
    g_set_error (error, MAIL_ERROR, MAIL_ERROR_NOT_THIS_PROTOCOL,
                 /* Translators: %1$s is the protocol wanted (“IMAP”), %2$s a server name, %3$s what answers
                    (“SSH”). */
                 _("There is no %1$s server on this port of %2$s; %3$s answers there. Check the port."),
                 wanted, host, service);
  else
    g_set_error (error, MAIL_ERROR, MAIL_ERROR_NOT_THIS_PROTOCOL,
                 /* Translators: %1$s is the protocol wanted (“IMAP”), %2$s a server name. */
                 _("There is no %1$s server on this port of %2$s. Check the server name and the port."),
                 wanted, host);
}
