/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-diagnosis-texts.h"

#include <glib/gi18n-lib.h>

/* Getting there, and being understood there.
 *
 * The words in braces are filled in (mail_diagnosis_case_list_words()); {Server} is always the beginning of a
 * sentence and its subject, so that other languages can inflect around it. */
const MailDiagnosisText mail_diagnosis_connection_texts[] = {
  {
      .code = MAIL_ERROR_HOST_UNKNOWN,
      /* Translators: {Server} becomes “The incoming server imap.example.org”. */
      .title = N_("{Server} could not be found."),
      .cause = N_("The name does not exist, or this computer is not online right now."),
      .remedy = N_("Check the spelling of the server’s name and your internet connection."),
      .action = MAIL_ACTION_CHANGE_HOST,
  },
  {
      .code = MAIL_ERROR_NETWORK_UNREACHABLE,
      .when = MAIL_WHEN_FORBIDDEN,
      .title = N_("The sandbox does not let Siegel use the network."),
      /* Translators: “Network” is what Flatseal calls it. {host} is the name of a server. */
      .cause = N_("This Flatpak was denied the permission “Network”. Without it, {host} cannot be reached."),
      .remedy = N_("Allow it, for example in Flatseal, then start Siegel again."),
  },
  {
      .code = MAIL_ERROR_NETWORK_UNREACHABLE,
      .when = MAIL_WHEN_PORTAL,
      .title = N_("This network wants you to sign in to it first."),
      /* Translators: {host} is the name of a server. */
      .cause = N_("Until then it lets nobody through, or answers in the place of {host}. Your password was "
                   "not sent."),
      .remedy = N_("Open any page in your web browser, sign in to the network there, then try again here."),
      .action = MAIL_ACTION_TRY_AGAIN,
  },
  {
      .code = MAIL_ERROR_NETWORK_UNREACHABLE,
      .when = MAIL_WHEN_OFFLINE,
      .title = N_("This computer is not connected to any network."),
      /* Translators: {host} is the name of a server. */
      .cause = N_("Without a network, {host} cannot be reached."),
      .remedy = N_("Connect to a network, by Wi-Fi or by cable, then try again."),
      .action = MAIL_ACTION_TRY_AGAIN,
  },
  {
      .code = MAIL_ERROR_NETWORK_UNREACHABLE,
      .when = MAIL_WHEN_CONNECTING | MAIL_WHEN_PROVEN,
      /* Translators: {Server} becomes “The incoming server imap.example.org”. */
      .title = N_("{Server} does not answer on port {port}, but it does on port {other-port}."),
      .cause = N_("A firewall, or the network that you are in, lets nobody through to port {port}."),
      /* Translators: for example “Use STARTTLS on port 587.” */
      .remedy = N_("Use {other-security} on port {other-port}. It encrypts the connection, too."),
      .action = MAIL_ACTION_CHANGE_SECURITY,
  },
  {
      .code = MAIL_ERROR_NETWORK_UNREACHABLE,
      /* Translators: {Server} becomes “The incoming server imap.example.org”. */
      .title = N_("{Server} cannot be reached."),
      .cause = N_("This computer is not connected to the internet, or the way to the server is blocked."),
      .remedy = N_("Check your internet connection, then try again."),
      .action = MAIL_ACTION_TRY_AGAIN,
  },
  {
      .code = MAIL_ERROR_CONNECTION_REFUSED,
      .when = MAIL_WHEN_AUTOMATIC,
      /* Translators: {Server} becomes “The incoming server imap.example.org”. */
      .title = N_("{Server} does not answer, neither for SSL/TLS nor for STARTTLS."),
      .remedy = N_("Check the server’s name, or ask your provider for the right one."),
  },
  {
      .code = MAIL_ERROR_CONNECTION_REFUSED,
      .when = MAIL_WHEN_PROVEN,
      /* Translators: {Server} becomes “The incoming server imap.example.org”. */
      .title = N_("{Server} does not answer on port {port}, but it does on port {other-port}."),
      /* Translators: for example “Use STARTTLS on port 587.” */
      .remedy = N_("Use {other-security} on port {other-port}. It encrypts the connection, too."),
      .action = MAIL_ACTION_CHANGE_SECURITY,
  },
  {
      .code = MAIL_ERROR_CONNECTION_REFUSED,
      .when = MAIL_WHEN_IN_VAIN,
      /* Translators: {Server} becomes “The incoming server imap.example.org”. */
      .title = N_("{Server} answers neither on port {port} nor on port {other-port}."),
      .cause = N_("No mail service listens there, or a firewall keeps you out."),
      .remedy = N_("Check the server’s name, or ask your provider for the right one."),
      .action = MAIL_ACTION_CHANGE_HOST,
  },
  {
      .code = MAIL_ERROR_CONNECTION_REFUSED,
      .when = MAIL_WHEN_PROPOSAL,
      /* Translators: for example “Try STARTTLS on port 587.” */
      .remedy = N_("Try {other-security} on port {other-port}."),
      .action = MAIL_ACTION_CHANGE_SECURITY,
  },
  {
      .code = MAIL_ERROR_CONNECTION_REFUSED,
      /* Translators: {Server} becomes “The incoming server imap.example.org”. */
      .title = N_("{Server} does not answer on port {port}."),
      .cause = N_("The connection was refused: no mail service listens there, or a firewall keeps you out."),
      .remedy = N_("Check the server’s name and the port."),
      .action = MAIL_ACTION_CHANGE_HOST,
  },
  {
      .code = MAIL_ERROR_TIMED_OUT,
      .when = MAIL_WHEN_AUTOMATIC | MAIL_WHEN_CONNECTING,
      /* Translators: {Server} becomes “The incoming server imap.example.org”. */
      .title = N_("{Server} does not answer, neither for SSL/TLS nor for STARTTLS."),
      .cause
      = N_("There was no reaction at all. Firewalls and some networks swallow connections like this."),
      .remedy = N_("Check the server’s name and your internet connection, then try again."),
      .action = MAIL_ACTION_CHANGE_HOST,
  },
  {
      .code = MAIL_ERROR_TIMED_OUT,
      .when = MAIL_WHEN_CONNECTING | MAIL_WHEN_PROVEN,
      /* Translators: {Server} becomes “The incoming server imap.example.org”. */
      .title = N_("{Server} does not answer on port {port}, but it does on port {other-port}."),
      .cause = N_("A firewall, or the network that you are in, swallows connections to port {port}."),
      /* Translators: for example “Use STARTTLS on port 587.” */
      .remedy = N_("Use {other-security} on port {other-port}. It encrypts the connection, too."),
      .action = MAIL_ACTION_CHANGE_SECURITY,
  },
  {
      .code = MAIL_ERROR_TIMED_OUT,
      .when = MAIL_WHEN_CONNECTING | MAIL_WHEN_IN_VAIN,
      /* Translators: {Server} becomes “The incoming server imap.example.org”. */
      .title = N_("{Server} answers neither on port {port} nor on port {other-port}."),
      .cause
      = N_("There was no reaction at all. Firewalls and some networks swallow connections like this."),
      .remedy = N_("Check the server’s name and your internet connection, then try again."),
      .action = MAIL_ACTION_CHANGE_HOST,
  },
  {
      .code = MAIL_ERROR_TIMED_OUT,
      .when = MAIL_WHEN_CONNECTING | MAIL_WHEN_PROPOSAL,
      /* Translators: {Server} becomes “The incoming server imap.example.org”. */
      .title = N_("{Server} does not answer on port {port}."),
      .cause
      = N_("There was no reaction at all. Firewalls and some networks swallow connections like this."),
      /* Translators: for example “… or try STARTTLS on port 587.” */
      .remedy = N_("Check the server’s name, or try {other-security} on port {other-port}."),
      .action = MAIL_ACTION_CHANGE_SECURITY,
  },
  {
      .code = MAIL_ERROR_TIMED_OUT,
      .when = MAIL_WHEN_SILENT | MAIL_WHEN_PROVEN,
      .cause
      = N_("It took the connection on port {port} and said nothing. On port {other-port} it answers."),
      /* Translators: for example “Use STARTTLS on port 587.” */
      .remedy = N_("Use {other-security} on port {other-port}. It encrypts the connection, too."),
      .action = MAIL_ACTION_CHANGE_SECURITY,
  },
  {
      .code = MAIL_ERROR_TIMED_OUT,
      .when = MAIL_WHEN_SILENT | MAIL_WHEN_PROPOSAL,
      /* Translators: {security} is “SSL/TLS” or “STARTTLS”. */
      .cause = N_("It took the connection and said nothing. Perhaps port {port} is not for {security}."),
      /* Translators: for example “Try STARTTLS on port 587.” */
      .remedy = N_("Try {other-security} on port {other-port}."),
      .action = MAIL_ACTION_CHANGE_SECURITY,
  },
  {
      .code = MAIL_ERROR_TIMED_OUT,
      /* Translators: {Server} becomes “The incoming server imap.example.org”. */
      .title = N_("{Server} took too long to answer."),
      .cause = N_("It is overloaded, or the connection to it is bad."),
      .remedy = N_("Wait a moment, then try again."),
      .action = MAIL_ACTION_TRY_AGAIN,
  },
  {
      .code = MAIL_ERROR_CLOSED_EARLY,
      .when = MAIL_WHEN_SILENT | MAIL_WHEN_PROVEN,
      /* Translators: {security} is “SSL/TLS” or “STARTTLS”. */
      .cause = N_("Perhaps port {port} is not for {security}. On port {other-port} the server answers."),
      /* Translators: for example “Use STARTTLS on port 587.” */
      .remedy = N_("Use {other-security} on port {other-port}. It encrypts the connection, too."),
      .action = MAIL_ACTION_CHANGE_SECURITY,
  },
  {
      .code = MAIL_ERROR_CLOSED_EARLY,
      .when = MAIL_WHEN_SILENT | MAIL_WHEN_PROPOSAL,
      /* Translators: {security} is “SSL/TLS” or “STARTTLS”. */
      .cause
      = N_("Perhaps port {port} is not for {security}, or the server wants no connections from here."),
      /* Translators: for example “Try STARTTLS on port 587.” */
      .remedy = N_("Try {other-security} on port {other-port}."),
      .action = MAIL_ACTION_CHANGE_SECURITY,
  },
  {
      .code = MAIL_ERROR_CLOSED_EARLY,
      /* Translators: {Server} becomes “The incoming server imap.example.org”. */
      .title = N_("{Server} hung up in the middle of the conversation."),
      .cause = N_("It is overloaded, or it wants no connections from here."),
      .remedy = N_("Wait a moment, then try again."),
      .action = MAIL_ACTION_TRY_AGAIN,
  },
  {
      .code = MAIL_ERROR_NOT_THIS_PROTOCOL,
      .when = MAIL_WHEN_SERVICE,
      /* Translators: {service} is a technical name: “SSH”, “HTTP”, “POP3”. */
      .cause = N_("Another service lives there: {service}."),
  },
  {
      .code = MAIL_ERROR_NOT_THIS_PROTOCOL,
      .when = MAIL_WHEN_PROVEN,
      /* Translators: for example “Use port 993: IMAP with SSL/TLS answers there.” */
      .remedy = N_("Use port {other-port}: {protocol} with {other-security} answers there."),
      .action = MAIL_ACTION_CHANGE_SECURITY,
  },
  {
      .code = MAIL_ERROR_NOT_THIS_PROTOCOL,
      .when = MAIL_WHEN_PROPOSAL,
      /* Translators: for example “For IMAP with SSL/TLS it is usually port 993.” */
      .remedy = N_("Check the port. For {protocol} with {other-security} it is usually {other-port}."),
      .action = MAIL_ACTION_CHANGE_SECURITY,
  },
  {
      .code = MAIL_ERROR_NOT_THIS_PROTOCOL,
      /* Translators: {Server} becomes “The incoming server imap.example.org”; {protocol} is “IMAP”, “POP3”,
       * “SMTP”. */
      .title = N_("{Server} answers on port {port}, but does not speak {protocol}."),
      .cause = N_("Another service lives there."),
      .remedy = N_("Check the server’s name and the port."),
      .action = MAIL_ACTION_CHANGE_HOST,
  },
  {
      .code = MAIL_ERROR_PROTOCOL_ERROR,
      /* Translators: {Server} becomes “The incoming server imap.example.org”. */
      .title = N_("{Server} said something that Siegel does not understand."),
      /* Translators: {protocol} is “IMAP”, “POP3” or “SMTP”. */
      .cause = N_("It does not keep to the rules of {protocol}. Perhaps another service lives there."),
      .remedy = N_("Check the server’s name and the port. If they are right, try again later."),
      .action = MAIL_ACTION_CHANGE_HOST,
  },
  {
      .code = MAIL_ERROR_TOO_MUCH_DATA,
      /* Translators: {Server} becomes “The incoming server imap.example.org”. */
      .title = N_("{Server} sent far more than a mail server would."),
      .cause = N_("Perhaps another service lives there. Siegel stopped listening."),
      .remedy = N_("Check the server’s name and the port."),
      .action = MAIL_ACTION_CHANGE_HOST,
  },
  {
      .code = MAIL_ERROR_SERVER_BUSY,
      .when = MAIL_WHEN_SIGNING_IN,
      /* Translators: {Server} becomes “The incoming server imap.example.org”. */
      .title = N_("{Server} takes no sign-ins right now."),
      .cause = N_("It is overloaded, or it has seen too many sign-ins in a short time. It has not said "
                   "that your password is wrong."),
      .remedy = N_("Wait a quarter of an hour before you try again: each sign-in until then may make it "
                    "longer."),
      .action = MAIL_ACTION_TRY_AGAIN,
  },
  {
      .code = MAIL_ERROR_SERVER_BUSY,
      /* Translators: {Server} becomes “The incoming server imap.example.org”. */
      .title = N_("{Server} has no time right now."),
      .cause = N_("It is overloaded or being repaired. Your settings may well be right."),
      .remedy = N_("Wait a few minutes, then try again."),
      .action = MAIL_ACTION_TRY_AGAIN,
  },
  {
      .code = MAIL_ERROR_TOO_MANY_CONNECTIONS,
      /* Translators: {Server} becomes “The incoming server imap.example.org”. */
      .title = N_("{Server} has too many connections from you."),
      .cause = N_("Other mail programs or devices use this mailbox at the same time."),
      .remedy = N_("Close mail programs here and on your other devices, wait a minute, and try again."),
      .action = MAIL_ACTION_TRY_AGAIN,
  },
  { 0 },
};
