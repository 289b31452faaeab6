/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-tls-details.h"

#include <glib/gi18n-lib.h>

#include "mail-text.h"

/* Characters of what a certificate says of itself. */
#define LONGEST_NAME 500

struct _MailTlsDetails
{
  GtkGrid parent_instance;

  int n_rows;
};

G_DEFINE_FINAL_TYPE (MailTlsDetails, mail_tls_details, GTK_TYPE_GRID)

static void
clear (MailTlsDetails *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_grid_remove (GTK_GRID (self), child);
  self->n_rows = 0;
}

static void
add (MailTlsDetails *self, const char *caption, const char *value)
{
  GtkWidget *name, *text;

  if (value == NULL || *value == '\0')
    return;

  name = g_object_new (GTK_TYPE_LABEL, "label", caption, "xalign", 0.0, "yalign", 0.0, "wrap", TRUE,
                       "css-classes", (const char *[]){ "caption", NULL }, NULL);
  text = g_object_new (GTK_TYPE_LABEL, "label", value, "xalign", 0.0, "wrap", TRUE, "wrap-mode",
                       PANGO_WRAP_WORD_CHAR, "hexpand", TRUE, "selectable", TRUE, "css-classes",
                       (const char *[]){ "value", NULL }, NULL);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (text), GTK_ACCESSIBLE_RELATION_LABELLED_BY, name, NULL, -1);
  gtk_grid_attach (GTK_GRID (self), name, 0, self->n_rows, 1, 1);
  gtk_grid_attach (GTK_GRID (self), text, 1, self->n_rows, 1, 1);
  self->n_rows++;
}

/* What a certificate says of itself is a stranger's word. */
static void
add_strange (MailTlsDetails *self, const char *caption, const char *value)
{
  g_autofree char *text = mail_text_neutralise (value, -1, LONGEST_NAME);

  add (self, caption, text);
}

static void
add_list (MailTlsDetails *self, const char *caption, char **values, const char *separator)
{
  g_autofree char *text = values != NULL ? g_strjoinv (separator, values) : NULL;

  add_strange (self, caption, text);
}

/* Groups of four: only so can a row of digits be kept in mind, and only so does it wrap. */
static void
add_fingerprint (MailTlsDetails *self, const char *caption, const char *hex)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; hex != NULL && hex[i] != '\0'; i++)
    {
      if (i > 0 && i % 4 == 0)
        g_string_append_c (text, ' ');
      g_string_append_c (text, g_ascii_toupper (hex[i]));
    }
  add (self, caption, text->str);
}

static void
add_encryption (MailTlsDetails *self, const MailTlsInfo *tls)
{
  g_autofree char *text = NULL;

  if (tls->version != NULL && tls->cipher != NULL)
    /* Translators: the version of TLS and the cipher: “TLS1.3, AES-256-GCM”. */
    text = g_strdup_printf (_("%s, %s"), tls->version, tls->cipher);
  add (self, _("Encryption"), text != NULL ? text : tls->version);
  add (self, _("Key exchange"), tls->group);
}

static void
add_validity (MailTlsDetails *self, const MailTlsInfo *tls)
{
  g_autofree char *from = mail_tls_info_format_date (tls->not_before);
  g_autofree char *to = mail_tls_info_format_date (tls->not_after);
  /* Translators: the time in which a certificate is valid; both are dates. */
  g_autofree char *valid = g_strdup_printf (_("%s to %s"), from, to);

  add (self, _("Valid"), tls->not_after > 0 ? valid : NULL);
}

static void
add_certificate (MailTlsDetails *self, const MailTlsInfo *tls)
{
  add_strange (self, _("Certificate"), tls->subject);
  add_list (self, _("Issued for"), tls->names, ", ");
  add_strange (self, _("Issued by"), tls->issuer);
  add_validity (self, tls);
}

static void
add_trust (MailTlsDetails *self, const MailTlsInfo *tls)
{
  add_list (self, _("Chain"), tls->chain, " → ");
  add (self, _("Key"), tls->key);
  add_fingerprint (self, _("Certificate, SHA-256"), tls->sha256);
  add_fingerprint (self, _("Key, SHA-256"), tls->spki_sha256);
  if (tls->pinned)
    add (self, _("Trusted"), _("By your decision: this key, and no other"));
}

/* One of two ways through the network is broken: mail works, but each connection begins with a wait. */
static const char *
describe_reach (guint reach)
{
  if (reach & MAIL_REACH_NO_IPV6)
    return _("IPv6 does not get through, IPv4 does");
  if (reach & MAIL_REACH_NO_IPV4)
    return _("IPv4 does not get through, IPv6 does");
  return NULL;
}

static void
mail_tls_details_class_init (MailTlsDetailsClass *klass)
{
}

static void
mail_tls_details_init (MailTlsDetails *self)
{
  gtk_grid_set_row_spacing (GTK_GRID (self), 6);
  gtk_grid_set_column_spacing (GTK_GRID (self), 12);
  gtk_widget_add_css_class (GTK_WIDGET (self), "details");
}

/**
 * mail_tls_details_set_report:
 * @self: the details
 * @report: a report that is over
 *
 * Lists what is known of the connection of @report.
 */
void
mail_tls_details_set_report (MailTlsDetails *self, MailReport *report)
{
  const MailTlsInfo *tls = mail_report_get_tls (report);
  MailServer *server = mail_report_get_server (report);
  g_autofree char *address = mail_server_describe (server);

  clear (self);
  add (self, _("Server"), address);
  if (mail_report_get_mechanism (report) != NULL)
    {
      add (self, _("User name"), mail_server_get_username (server));
      add (self, _("Way of signing in"), mail_report_get_mechanism (report));
    }
  add (self, _("Network"), describe_reach (mail_report_get_evidence (report)->reach));
  if (tls != NULL)
    {
      add_encryption (self, tls);
      add_certificate (self, tls);
      add_trust (self, tls);
    }
}

/**
 * mail_tls_details_set_certificate:
 * @self: the details
 * @tls: the facts of a session
 *
 * Lists only whose the certificate is, who issued it, and for how long.
 */
void
mail_tls_details_set_certificate (MailTlsDetails *self, const MailTlsInfo *tls)
{
  clear (self);
  add_certificate (self, tls);
}
