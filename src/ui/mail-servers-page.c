/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-servers-page.h"

#include <glib/gi18n-lib.h>

#include "mail-authority-row.h"
#include "mail-consent-card.h"
#include "mail-letter-window.h"
#include "mail-origin.h"
#include "mail-outgoing-login.h"
#include "mail-server-row.h"

struct _MailServersPage
{
  MailPage parent_instance;

  GtkWidget *other_protocol;
  GtkWidget *letter;
  GtkWidget *others;
  MailConsentCard *consent_card;
  MailServerRow *incoming;
  MailServerRow *outgoing;
  MailOutgoingLogin *login;
};

G_DEFINE_FINAL_TYPE (MailServersPage, mail_servers_page, MAIL_TYPE_PAGE)

/* What is only a guess, and what nothing proves, must not look like what is known. */
static gboolean
is_sure (MailCandidate *candidate, gboolean known)
{
  return known && candidate != NULL
         && (mail_origin_is_proven (candidate) || mail_candidate_get_source (candidate) == MAIL_SOURCE_FILE);
}

static char **
look_of_origin (MailServersPage *self, MailCandidate *candidate, gboolean known, MailAccount *editing)
{
  const char *sure[] = { "origin", NULL };
  const char *quiet[] = { "origin", "unproven", NULL };
  const char *loud[] = { "card", "notice", "warning", NULL };

  if (!known && editing == NULL)
    return g_strdupv ((char **) loud);

  return g_strdupv ((char **) (editing == NULL && is_sure (candidate, known) ? sure : quiet));
}

static char *
icon_of_origin (MailServersPage *self, MailCandidate *candidate, gboolean known, MailAccount *editing)
{
  if (editing != NULL || (known && !is_sure (candidate, known)))
    return g_strdup ("dialog-information-symbolic");

  return g_strdup (known ? "siegel-passed-symbolic" : "dialog-warning-symbolic");
}

static char *
describe_origin (MailServersPage *self,
                 MailCandidate *candidate,
                 MailAddress *address,
                 gboolean known,
                 MailAccount *editing)
{
  if (editing != NULL)
    return g_strdup (
        _("These are the settings that are stored. They stay until new ones are proven and saved."));
  if (candidate == NULL || address == NULL)
    return g_strdup ("");

  return known ? mail_origin_dup_sentence (candidate, address) : mail_origin_dup_likely (address);
}

/* Who looks at the settings closely may need more of them than others. */
static gboolean
is_any_open (MailServersPage *self, gboolean incoming, gboolean outgoing)
{
  return incoming || outgoing;
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
  gtk_widget_set_visible (self->other_protocol, wanted != got && mail_setup_get_editing (setup) == NULL);
}

/* What is only likely; what is stored was proven once. */
static gboolean
needs_a_look (MailSetup *setup)
{
  return !mail_setup_get_known (setup) && mail_setup_get_editing (setup) == NULL;
}

/* The letter is for those who know nothing, the way back for those who know better. */
static void
show_ways_out (MailServersPage *self)
{
  MailSetup *setup = mail_page_get_setup (MAIL_PAGE (self));
  MailDiscovery *search = mail_setup_get_search (setup);
  GListModel *candidates = search != NULL ? mail_discovery_get_candidates (search) : NULL;

  gtk_widget_set_visible (self->letter, needs_a_look (setup));
  gtk_widget_set_visible (self->others, candidates != NULL && g_list_model_get_n_items (candidates) > 1);
}

static void
on_letter_clicked (GtkButton *button, MailServersPage *self)
{
  MailSetup *setup = mail_page_get_setup (MAIL_PAGE (self));

  mail_letter_window_open (GTK_WIDGET (self), mail_setup_get_address (setup), mail_setup_get_name (setup));
}

static void
on_others_clicked (GtkButton *button, MailServersPage *self)
{
  mail_page_want_field (MAIL_PAGE (self), MAIL_SETUP_PAGE_CHOOSE, MAIL_ACTION_NONE, TRUE);
}

/* Names that are only likely ones are there to be looked at: both editors are open then. */
static void
mail_servers_page_shown (MailPage *page)
{
  MailServersPage *self = MAIL_SERVERS_PAGE (page);
  gboolean open = needs_a_look (mail_page_get_setup (page));

  show_other_protocol (self);
  show_ways_out (self);
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

  return mail_consent_card_validate (self->consent_card, NULL)
         && mail_setup_is_page_complete (mail_page_get_setup (page), MAIL_SETUP_PAGE_SERVERS, NULL);
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

  g_type_ensure (MAIL_TYPE_AUTHORITY_ROW);
  g_type_ensure (MAIL_TYPE_CONSENT_CARD);
  g_type_ensure (MAIL_TYPE_SERVER_ROW);
  g_type_ensure (MAIL_TYPE_OUTGOING_LOGIN);
  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/mail-servers-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MailServersPage, other_protocol);
  gtk_widget_class_bind_template_child (widget_class, MailServersPage, letter);
  gtk_widget_class_bind_template_child (widget_class, MailServersPage, others);
  gtk_widget_class_bind_template_child (widget_class, MailServersPage, consent_card);
  gtk_widget_class_bind_template_child (widget_class, MailServersPage, incoming);
  gtk_widget_class_bind_template_child (widget_class, MailServersPage, outgoing);
  gtk_widget_class_bind_template_child (widget_class, MailServersPage, login);
  gtk_widget_class_bind_template_callback (widget_class, on_letter_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_others_clicked);
  gtk_widget_class_bind_template_callback (widget_class, look_of_origin);
  gtk_widget_class_bind_template_callback (widget_class, icon_of_origin);
  gtk_widget_class_bind_template_callback (widget_class, describe_origin);
  gtk_widget_class_bind_template_callback (widget_class, title_of_incoming);
  gtk_widget_class_bind_template_callback (widget_class, is_any_open);
}

static void
mail_servers_page_init (MailServersPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
