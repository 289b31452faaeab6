/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mail-domain.h"
#include "mail-error.h"
#include "mail-server.h"

/* Where servers talk to each other; many networks let nobody else through (RFC 8314, section 3). */
#define RELAY_PORT 25

/**
 * mail_server_describe:
 * Returns: (transfer full): one line about it, such as “imap.gmx.net · port 993 · SSL/TLS”, translated
 */
char *
mail_server_describe (MailServer *self)
{
  g_autofree char *host = mail_domain_to_display (mail_server_get_host (self));

  /* Translators: the name of a server, its port, and a kind of encryption such as “SSL/TLS”. */
  return g_strdup_printf (_("%s · port %u · %s"), host, mail_server_get_port (self),
                          mail_security_get_label (mail_server_get_security (self)));
}

static MailSecurity
get_other_security (MailSecurity security)
{
  return security == MAIL_SECURITY_STARTTLS ? MAIL_SECURITY_TLS : MAIL_SECURITY_STARTTLS;
}

static char *
hint_at_security (MailProtocol protocol, MailSecurity security, guint port)
{
  MailSecurity usual = get_other_security (security);

  if (security == MAIL_SECURITY_AUTOMATIC || port != mail_protocol_get_port (protocol, usual))
    return NULL;
  /* Translators: “Port 587 is usual for STARTTLS; with SSL/TLS it is mostly 465.” */
  return g_strdup_printf (_("Port %u is usual for %s; with %s it is mostly %u."), port,
                          mail_security_get_label (usual), mail_security_get_label (security),
                          mail_protocol_get_port (protocol, security));
}

static char *
hint_at_protocol (MailProtocol protocol, MailSecurity security, guint port)
{
  for (MailProtocol other = MAIL_PROTOCOL_IMAP; other <= MAIL_PROTOCOL_SMTP; other++)
    if (other != protocol
        && (port == mail_protocol_get_port (other, MAIL_SECURITY_TLS)
            || port == mail_protocol_get_port (other, MAIL_SECURITY_STARTTLS)))
      /* Translators: “Port 995 is usual for POP3; for IMAP it is mostly 993.” */
      return g_strdup_printf (_("Port %u is usual for %s; for %s it is mostly %u."), port,
                              mail_protocol_get_label (other), mail_protocol_get_label (protocol),
                              mail_protocol_get_port (protocol, security));
  return NULL;
}

/**
 * mail_server_get_port_hint:
 * @self: a server
 *
 * Points out a port that hardly goes with what is spoken there. It is a hint and no error: a provider may
 * run its servers where it likes.
 *
 * Returns: (transfer full) (nullable): one translated sentence; %NULL where nothing is odd
 */
char *
mail_server_get_port_hint (MailServer *self)
{
  MailProtocol protocol = mail_server_get_protocol (self);
  MailSecurity security = mail_server_get_security (self);
  guint port = mail_server_get_port (self);
  char *hint;

  if (protocol == MAIL_PROTOCOL_SMTP && port == RELAY_PORT)
    /* Translators: the ports are 25, 465 and 587. */
    return g_strdup_printf (_("Servers use port %u among themselves; mail programs send on port %u or %u."),
                            port, mail_protocol_get_port (protocol, MAIL_SECURITY_TLS),
                            mail_protocol_get_port (protocol, MAIL_SECURITY_STARTTLS));
  hint = hint_at_security (protocol, security, port);
  return hint != NULL ? hint : hint_at_protocol (protocol, security, port);
}

static void
set_invalid (GError **error, const char *sentence)
{
  g_set_error_literal (error, MAIL_ERROR, MAIL_ERROR_SETTINGS_INVALID, sentence);
}

static gboolean
validate_host (MailServer *self, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autofree char *name = NULL;

  if (*mail_server_get_host (self) == '\0')
    {
      set_invalid (error, mail_server_is_incoming (self) ? _("Enter the name of the incoming server.")
                                                         : _("Enter the name of the outgoing server."));
      return FALSE;
    }
  name = mail_domain_to_ascii (mail_server_get_host (self), &reason);
  if (name == NULL)
    set_invalid (error, reason->message);
  return name != NULL;
}

static gboolean
validate_port (MailServer *self, GError **error)
{
  guint port = mail_server_get_port (self);

  if (port >= 1 && port <= G_MAXUINT16)
    return TRUE;
  set_invalid (error, _("Enter a port between 1 and 65535."));
  return FALSE;
}

static gboolean
has_control_character (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_iscntrl (g_utf8_get_char (p)))
      return TRUE;
  return FALSE;
}

static gboolean
validate_username (MailServer *self, GError **error)
{
  const char *username = mail_server_get_username (self);

  if (mail_server_get_auth (self) == MAIL_AUTH_NONE)
    return TRUE;
  if (*username == '\0')
    set_invalid (error, mail_server_is_incoming (self) ? _("Enter the user name for the incoming server.")
                                                       : _("Enter the user name for the outgoing server."));
  else if (!g_utf8_validate (username, -1, NULL) || has_control_character (username))
    set_invalid (error, _("The user name contains a character that cannot be typed. Enter it again."));
  else
    return TRUE;
  return FALSE;
}

/**
 * mail_server_validate:
 * @self: a server
 * @error: return location for %MAIL_ERROR_SETTINGS_INVALID
 *
 * Whether a conversation can be tried at all. A line break in a user name never gets as far as a protocol.
 *
 * Returns: %TRUE if so; %FALSE with a sentence that says what to enter
 */
gboolean
mail_server_validate (MailServer *self, GError **error)
{
  return validate_host (self, error) && validate_port (self, error) && validate_username (self, error);
}
