/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-servers-page.h"

#include <glib/gi18n-lib.h>

#include "mail-database.h"
#include "mail-outgoing-login.h"
#include "mail-server-row.h"

struct _MailServersPage
{
  MailPage parent_instance;

  GtkWidget *other_protocol;
  MailServerRow *incoming;
  MailServerRow *outgoing;
  MailOutgoingLogin *login;
};

G_DEFINE_FINAL_TYPE (MailServersPage, mail_servers_page, MAIL_TYPE_PAGE)

/* What is only a guess must not look like what is known. */
static char **
look_of_origin (MailServersPage *self, gboolean known)
{
  const char *quiet[] = { "origin", NULL };
  const char *loud[] = { "card", "notice", "warning", NULL };

  return g_strdupv ((char **) (known ? quiet : loud));
}

static char *
icon_of_origin (MailServersPage *self, gboolean known)
{
  return g_strdup (known ? "siegel-passed-symbolic" : "dialog-warning-symbolic");
}

/* The date of the data as people write it. */
static char *
describe_database (void)
{
  const char *text = mail_database_get_date (mail_database_get_default ());
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autofree char *moment = g_strconcat (text, "T00:00:00Z", NULL);
  g_autoptr (GDateTime) date = g_date_time_new_from_iso8601 (moment, utc);
  /* Translators: a date, in the notation of g_date_time_format(): “24 November 2026”. */
  g_autofree char *shown = date != NULL ? g_date_time_format (date, _("%-d %B %Y")) : g_strdup (text);

  /* Translators: %s is a date. */
  return g_strdup_printf (_("From Siegel’s list of providers, as of %s."), shown);
}

static char *
describe_guess (MailAddress *address)
{
  /* Translators: %s is a domain, for instance “example.org”. */
  return g_strdup_printf (
      _("Siegel does not know %s. These names are only likely ones: compare them with what your "
         "provider tells you, and correct them with the pencil."),
      mail_address_get_display_domain (address));
}

static char *
describe_file (MailCandidate *candidate)
{
  g_autofree char *name = g_path_get_basename (mail_candidate_get_where (candidate));

  /* Translators: %s is the name of a file. */
  return g_strdup_printf (_("From the settings file “%s”."), name);
}

static char *
describe_origin (MailServersPage *self, MailCandidate *candidate, MailAddress *address)
{
  if (address == NULL)
    return g_strdup ("");
  if (candidate == NULL || mail_candidate_get_source (candidate) == MAIL_SOURCE_GUESS)
    return describe_guess (address);
  if (mail_candidate_get_source (candidate) == MAIL_SOURCE_DATABASE)
    return describe_database ();
  if (mail_candidate_get_source (candidate) == MAIL_SOURCE_FILE)
    return describe_file (candidate);

  /* Translators: where settings come from; %s is a web address. */
  return g_strdup_printf (_("From %s."), mail_candidate_get_where (candidate));
}

static char *
title_of_incoming (MailServersPage *self, MailProtocol protocol)
{
  /* Translators: %s is IMAP or POP3. */
  return g_strdup_printf (_("Receiving mail (%s)"), mail_protocol_get_label (protocol));
}

/* Who asked for POP3 and gets IMAP, or the other way round, is told so. */
static void
show_other_protocol (MailServersPage *self)
{
  MailSetup *setup = mail_page_get_setup (MAIL_PAGE (self));
  MailProtocol wanted = mail_setup_get_protocol (setup);
  MailProtocol got = mail_server_get_protocol (mail_settings_get_incoming (mail_setup_get_settings (setup)));
  /* Translators: the first %s is what the person chose, POP3 or IMAP, the second the other one. */
  g_autofree char *text = g_strdup_printf (_("%s is not offered here, so %s is used."),
                                           mail_protocol_get_label (wanted), mail_protocol_get_label (got));

  gtk_label_set_label (GTK_LABEL (self->other_protocol), text);
  gtk_widget_set_visible (self->other_protocol, wanted != got);
}

/* Names that are only likely ones are there to be looked at: both editors are open then. */
static void
mail_servers_page_shown (MailPage *page)
{
  MailServersPage *self = MAIL_SERVERS_PAGE (page);
  gboolean open = !mail_setup_get_known (mail_page_get_setup (page));

  show_other_protocol (self);
  if (open)
    {
      g_object_set (self->incoming, "expanded", TRUE, NULL);
      g_object_set (self->outgoing, "expanded", TRUE, NULL);
    }
}

static gboolean
mail_servers_page_next (MailPage *page)
{
  MailServersPage *self = MAIL_SERVERS_PAGE (page);

  if (!mail_server_row_validate (self->incoming) || !mail_outgoing_login_validate (self->login)
      || !mail_server_row_validate (self->outgoing))
    return FALSE;

  return mail_setup_is_page_complete (mail_page_get_setup (page), MAIL_SETUP_PAGE_SERVERS, NULL);
}

static void
mail_servers_page_find_field (MailPage *page, MailAction field, gboolean incoming)
{
  MailServersPage *self = MAIL_SERVERS_PAGE (page);
  MailSettings *settings = mail_setup_get_settings (mail_page_get_setup (page));

  /* The user name for sending follows that for receiving, unless there is a sign-in of its own. */
  if (field == MAIL_ACTION_CHANGE_USERNAME && !mail_settings_get_separate_login (settings))
    incoming = TRUE;

  mail_server_row_find_field (incoming ? self->incoming : self->outgoing, field);
  if (!incoming)
    mail_outgoing_login_find_field (self->login, field);
}

static void
mail_servers_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), MAIL_TYPE_SERVERS_PAGE);

  G_OBJECT_CLASS (mail_servers_page_parent_class)->dispose (object);
}

static void
mail_servers_page_class_init (MailServersPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  MailPageClass *page_class = MAIL_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mail_servers_page_dispose;
  page_class->shown = mail_servers_page_shown;
  page_class->next = mail_servers_page_next;
  page_class->find_field = mail_servers_page_find_field;

  g_type_ensure (MAIL_TYPE_SERVER_ROW);
  g_type_ensure (MAIL_TYPE_OUTGOING_LOGIN);
  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/mail-servers-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MailServersPage, other_protocol);
  gtk_widget_class_bind_template_child (widget_class, MailServersPage, incoming);
  gtk_widget_class_bind_template_child (widget_class, MailServersPage, outgoing);
  gtk_widget_class_bind_template_child (widget_class, MailServersPage, login);
  gtk_widget_class_bind_template_callback (widget_class, look_of_origin);
  gtk_widget_class_bind_template_callback (widget_class, icon_of_origin);
  gtk_widget_class_bind_template_callback (widget_class, describe_origin);
  gtk_widget_class_bind_template_callback (widget_class, title_of_incoming);
}

static void
mail_servers_page_init (MailServersPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
