/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-tls-details.h"

#include <glib/gi18n-lib.h>

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

static char *
format_date (gint64 seconds)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (seconds);

  /* Translators: a date, in the notation of g_date_time_format(): “24 November 2026”. */
  return date != NULL ? g_date_time_format (date, _("%-d %B %Y")) : g_strdup ("");
}

/* Pairs of digits: only so can two people compare a fingerprint on the telephone, and only so does it wrap.
 */
static char *
format_fingerprint (const char *hex)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; hex != NULL && hex[i] != '\0'; i++)
    {
      if (i > 0 && i % 4 == 0)
        g_string_append_c (text, ' ');
      g_string_append_c (text, g_ascii_toupper (hex[i]));
    }

  return g_string_free (text, FALSE);
}

static void
add_encryption (MailTlsDetails *self, const MailTlsInfo *tls)
{
  g_autofree char *text = NULL;

  if (tls->version != NULL && tls->cipher != NULL)
    /* Translators: the version of TLS and the cipher: “TLS1.3, AES-256-GCM”. */
    text = g_strdup_printf (_("%s, %s"), tls->version, tls->cipher);
  add (self, _("Encryption"), text != NULL ? text : tls->version);
}

static void
add_certificate (MailTlsDetails *self, const MailTlsInfo *tls)
{
  g_autofree char *from = format_date (tls->not_before);
  g_autofree char *to = format_date (tls->not_after);
  /* Translators: the time in which a certificate is valid; both are dates. */
  g_autofree char *valid = g_strdup_printf (_("%s to %s"), from, to);
  g_autofree char *sha256 = format_fingerprint (tls->sha256);

  add (self, _("Certificate"), tls->subject);
  add (self, _("Issued by"), tls->issuer);
  add (self, _("Valid"), tls->not_after > 0 ? valid : NULL);
  add (self, _("SHA-256"), sha256);
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
  if (tls != NULL)
    {
      add_encryption (self, tls);
      add_certificate (self, tls);
    }
}
