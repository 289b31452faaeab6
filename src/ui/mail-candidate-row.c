/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-candidate-row.h"

#include <glib/gi18n-lib.h>

#include "mail-origin.h"

struct _MailCandidateRow
{
  GtkCheckButton parent_instance;

  MailCandidate *candidate;

  GtkWidget *title;
  GtkWidget *incoming;
  GtkWidget *outgoing;
  GtkWidget *says;
  GtkWidget *mark;
  GtkWidget *trust;
  GtkWidget *best;
};

G_DEFINE_FINAL_TYPE (MailCandidateRow, mail_candidate_row, GTK_TYPE_CHECK_BUTTON)

static void
set_text (GtkWidget *label, const char *text)
{
  gtk_label_set_label (GTK_LABEL (label), text != NULL ? text : "");
  gtk_widget_set_visible (label, text != NULL && *text != '\0');
}

static void
show_servers (MailCandidateRow *self, MailProtocol protocol)
{
  g_autoptr (MailSettings) settings = mail_candidate_create_settings (self->candidate, protocol);
  g_autofree char *incoming = NULL;
  g_autofree char *outgoing = NULL;
  g_autofree char *receiving = NULL;

  if (settings == NULL)
    return;

  incoming = mail_server_describe (mail_settings_get_incoming (settings));
  outgoing = mail_server_describe (mail_settings_get_outgoing (settings));
  /* Translators: a server and IMAP or POP3: “imap.gmx.net · port 993 · SSL/TLS (IMAP)”. */
  receiving = g_strdup_printf (
      _("%s (%s)"), incoming,
      mail_protocol_get_label (mail_server_get_protocol (mail_settings_get_incoming (settings))));
  set_text (self->incoming, receiving);
  set_text (self->outgoing, outgoing);
}

/* The provider where it is known; else whoever proposes these servers. */
static void
show_title (MailCandidateRow *self, MailAddress *address)
{
  MailProvider *provider = mail_candidate_get_provider (self->candidate);
  g_autofree char *title = NULL;

  if (provider != NULL && mail_provider_get_name (provider) != NULL)
    title = g_strdup (mail_provider_get_name (provider));
  else
    /* Translators: %s is a domain. */
    title = g_strdup_printf (_("Servers for %s"), mail_address_get_display_domain (address));
  gtk_label_set_label (GTK_LABEL (self->title), title);
}

static void
show_origin (MailCandidateRow *self, MailAddress *address)
{
  g_autofree char *sources = mail_origin_dup_sources (self->candidate, address);
  /* Translators: who proposes these servers: “Says: the DNS records of example.org (SRV)”. */
  g_autofree char *says = g_strdup_printf (_("Says: %s"), sources);

  set_text (self->says, says);
  gtk_widget_set_tooltip_text (self->says, mail_candidate_get_where (self->candidate));
}

static void
show_trust (MailCandidateRow *self, const char *reason)
{
  gboolean proven = mail_origin_is_proven (self->candidate);
  const char *classes[] = { proven ? "success" : "warning", NULL };

  gtk_image_set_from_icon_name (GTK_IMAGE (self->mark),
                                proven ? "siegel-passed-symbolic" : "dialog-warning-symbolic");
  gtk_widget_set_css_classes (self->mark, classes);
  set_text (self->trust, reason);
}

static void
mail_candidate_row_dispose (GObject *object)
{
  MailCandidateRow *self = MAIL_CANDIDATE_ROW (object);

  g_clear_object (&self->candidate);
  gtk_widget_dispose_template (GTK_WIDGET (object), MAIL_TYPE_CANDIDATE_ROW);

  G_OBJECT_CLASS (mail_candidate_row_parent_class)->dispose (object);
}

static void
mail_candidate_row_class_init (MailCandidateRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mail_candidate_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/mail-candidate-row.ui");
  gtk_widget_class_bind_template_child (widget_class, MailCandidateRow, title);
  gtk_widget_class_bind_template_child (widget_class, MailCandidateRow, incoming);
  gtk_widget_class_bind_template_child (widget_class, MailCandidateRow, outgoing);
  gtk_widget_class_bind_template_child (widget_class, MailCandidateRow, says);
  gtk_widget_class_bind_template_child (widget_class, MailCandidateRow, mark);
  gtk_widget_class_bind_template_child (widget_class, MailCandidateRow, trust);
  gtk_widget_class_bind_template_child (widget_class, MailCandidateRow, best);
}

static void
mail_candidate_row_init (MailCandidateRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * mail_candidate_row_new:
 * @candidate: settings
 * @setup: for whom, and what the search says of them
 *
 * Returns: (transfer floating): a row that describes @candidate
 */
GtkWidget *
mail_candidate_row_new (MailCandidate *candidate, MailSetup *setup)
{
  MailCandidateRow *self = g_object_new (MAIL_TYPE_CANDIDATE_ROW, NULL);
  MailAddress *address = mail_setup_get_address (setup);
  g_autofree char *reason = mail_discovery_dup_reason (mail_setup_get_search (setup), candidate);

  self->candidate = g_object_ref (candidate);
  show_title (self, address);
  show_servers (self, mail_setup_get_protocol (setup));
  show_origin (self, address);
  show_trust (self, reason);

  return GTK_WIDGET (self);
}

/**
 * mail_candidate_row_mark_best:
 * @self: the first of several rows
 *
 * Says that these settings are the ones to take.
 */
void
mail_candidate_row_mark_best (MailCandidateRow *self)
{
  gtk_widget_show (self->best);
}

/**
 * mail_candidate_row_get_candidate:
 * @self: a row
 *
 * Returns: (transfer none): the settings that it stands for
 */
MailCandidate *
mail_candidate_row_get_candidate (MailCandidateRow *self)
{
  return self->candidate;
}
