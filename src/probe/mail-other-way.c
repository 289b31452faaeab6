/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-other-way.h"

#include "mail-error.h"

/* The standard way for this kind of encryption, or the other kind on its own port. */
static void
choose_usual_way (MailServer *server, MailSecurity other, MailSecurity *security, guint *port)
{
  MailProtocol protocol = mail_server_get_protocol (server);

  if (*port == mail_protocol_get_port (protocol, *security))
    {
      *security = other;
      *port = mail_protocol_get_port (protocol, other);
    }
  else if (*port == mail_protocol_get_port (protocol, other))
    *security = other;
  else
    *port = mail_protocol_get_port (protocol, *security);
}

static void
choose (MailServer *server, int code, MailSecurity *security, guint *port)
{
  MailProtocol protocol = mail_server_get_protocol (server);
  MailSecurity other = *security == MAIL_SECURITY_TLS ? MAIL_SECURITY_STARTTLS : MAIL_SECURITY_TLS;

  switch (code)
    {
    case MAIL_ERROR_NOT_THIS_PROTOCOL:
      *port = mail_protocol_get_port (protocol, *security);
      break;
    case MAIL_ERROR_PLAINTEXT_ON_TLS_PORT:
    case MAIL_ERROR_TLS_ON_PLAINTEXT_PORT:
      *security = other;
      if (*port == mail_protocol_get_port (protocol, MAIL_SECURITY_TLS) && other == MAIL_SECURITY_STARTTLS)
        *port = mail_protocol_get_port (protocol, other);
      break;
    case MAIL_ERROR_STARTTLS_MISSING:
    case MAIL_ERROR_STARTTLS_REFUSED:
      *security = other;
      *port = mail_protocol_get_port (protocol, other);
      break;
    default:
      choose_usual_way (server, other, security, port);
      break;
    }
}

/**
 * mail_other_way_choose:
 * @server: a server that could not be talked to
 * @error: why not
 * @security: (out): return location for another kind of encryption, or the same
 * @port: (out): return location for another port, or the same
 *
 * What the answer of the server suggests to try instead, or else what is usual.
 *
 * Returns: whether that is another way than the one that failed; %FALSE where the kind of encryption is
 *   %MAIL_SECURITY_AUTOMATIC, since then both were tried
 */
gboolean
mail_other_way_choose (MailServer *server, const GError *error, MailSecurity *security, guint *port)
{
  *security = mail_server_get_security (server);
  *port = mail_server_get_port (server);
  if (*security == MAIL_SECURITY_AUTOMATIC)
    return FALSE;
  choose (server, error != NULL && error->domain == MAIL_ERROR ? error->code : -1, security, port);
  return *port != mail_server_get_port (server) || *security != mail_server_get_security (server);
}
