/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-certificate-card.h"

#include <glib/gi18n-lib.h>

#include "mail-copy-row.h"
#include "mail-tls-details.h"

#define MARGIN 12 /* over the card, when the page scrolls to it */

struct _MailCertificateCard
{
  GtkBox parent_instance;

  GtkWidget *title;
  GtkWidget *changed;
  GtkWidget *faults; /* NULL before the first certificate */
  MailTlsDetails *facts;
  GtkWidget *fingerprints;
  GtkWidget *advice;
  GtkWidget *compared;
  GtkWidget *trust;
};

G_DEFINE_FINAL_TYPE (MailCertificateCard, mail_certificate_card, GTK_TYPE_BOX)

enum
{
  TRUSTED,
  DISMISSED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
clear (GtkWidget *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (box)) != NULL)
    gtk_box_remove (GTK_BOX (box), child);
}

/* A list of sentences: each has its own line, and is its own thing for a screen reader. */
static GtkWidget *
create_fault (const char *sentence)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *mark = g_object_new (GTK_TYPE_IMAGE, "icon-name", "siegel-failed-symbolic", "valign",
                                  GTK_ALIGN_START, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  GtkWidget *text = g_object_new (GTK_TYPE_LABEL, "label", sentence, "xalign", 0.0, "wrap", TRUE, "wrap-mode",
                                  PANGO_WRAP_WORD_CHAR, "hexpand", TRUE, NULL);

  gtk_box_append (GTK_BOX (line), mark);
  gtk_box_append (GTK_BOX (line), text);
  return line;
}

/* Anew for each certificate: of a box that it has measured empty, GTK 4.8 remembers that its height does not
 * depend on its width, and text that wraps would run into what is below. */
static void
replace_faults (MailCertificateCard *self, GtkWidget *faults)
{
  if (self->faults != NULL)
    gtk_box_remove (GTK_BOX (self), self->faults);
  self->faults = faults;
  gtk_widget_add_css_class (faults, "faults");
  gtk_box_insert_child_after (GTK_BOX (self), faults, self->changed);
}

/* That the key is another one is said above, in more words. */
static void
show_faults (MailCertificateCard *self, const MailTlsInfo *tls, const char *host)
{
  g_autoptr (MailTlsInfo) others = mail_tls_info_copy (tls);
  GtkWidget *faults = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  g_auto (GStrv) sentences = NULL;

  others->faults &= ~MAIL_CERTIFICATE_FAULT_CHANGED;
  sentences = mail_tls_info_describe_faults (others, host);

  for (guint i = 0; sentences[i] != NULL; i++)
    gtk_box_append (GTK_BOX (faults), create_fault (sentences[i]));
  replace_faults (self, faults);
}

static void
add_fingerprint (MailCertificateCard *self, const char *caption, const char *hex)
{
  if (hex != NULL)
    gtk_box_append (GTK_BOX (self->fingerprints), mail_copy_row_new_fingerprint (caption, hex));
}

/* What was accepted was a key; what administrators hand out is the fingerprint of the certificate. */
static void
show_fingerprints (MailCertificateCard *self, const MailTlsInfo *tls, const char *pin)
{
  clear (self->fingerprints);
  if (pin != NULL)
    {
      add_fingerprint (self, _("The key that you accepted"), pin);
      add_fingerprint (self, _("The key that the server shows now"), tls->spki_sha256);
    }
  add_fingerprint (self, _("SHA-256 fingerprint of the certificate"), tls->sha256);
}

static void
show_words (MailCertificateCard *self, const char *host, gboolean changed)
{
  /* Translators: the heading over a certificate; %s is a server. */
  g_autofree char *title = g_strdup_printf (_("Is this really %s?"), host);

  gtk_label_set_label (GTK_LABEL (self->title), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_widget_set_visible (self->changed, changed);
  gtk_label_set_label (
      GTK_LABEL (self->advice),
      changed
          ? _("Trust it only if your administrator says that the key was changed, and gave you this "
               "fingerprint. From then on Siegel accepts this key alone.")
          : _("Trust it only if this is your own server, or your administrator gave you this fingerprint. "
               "From then on Siegel accepts this key alone, and sends your password to whoever has it."));
}

static void
forget (MailCertificateCard *self)
{
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->compared), FALSE);
}

static void
on_trust_clicked (GtkButton *button, MailCertificateCard *self)
{
  g_signal_emit (self, signals[TRUSTED], 0);
}

static void
dismiss (MailCertificateCard *self)
{
  mail_certificate_card_close (self);
  g_signal_emit (self, signals[DISMISSED], 0);
}

static void
on_cancel_clicked (GtkButton *button, MailCertificateCard *self)
{
  dismiss (self);
}

static gboolean
on_escape (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  dismiss (MAIL_CERTIFICATE_CARD (widget));
  return TRUE;
}

/* A card that is higher than the window is read from its top. */
static void
scroll_to (GtkWidget *widget)
{
  GtkWidget *scrolled = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
  double y = 0;

  if (gtk_widget_translate_coordinates (widget, scrolled, 0, 0, NULL, &y))
    gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + y - MARGIN);
}

/* Once everything has its place. */
static gboolean
find_card (gpointer user_data)
{
  if (gtk_widget_get_mapped (user_data))
    {
      gtk_widget_grab_focus (user_data);
      scroll_to (user_data);
    }
  return G_SOURCE_REMOVE;
}

static void
mail_certificate_card_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), MAIL_TYPE_CERTIFICATE_CARD);

  G_OBJECT_CLASS (mail_certificate_card_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/mail-certificate-card.ui");
  gtk_widget_class_bind_template_child (widget_class, MailCertificateCard, title);
  gtk_widget_class_bind_template_child (widget_class, MailCertificateCard, changed);
  gtk_widget_class_bind_template_child (widget_class, MailCertificateCard, facts);
  gtk_widget_class_bind_template_child (widget_class, MailCertificateCard, fingerprints);
  gtk_widget_class_bind_template_child (widget_class, MailCertificateCard, advice);
  gtk_widget_class_bind_template_child (widget_class, MailCertificateCard, compared);
  gtk_widget_class_bind_template_child (widget_class, MailCertificateCard, trust);
  gtk_widget_class_bind_template_callback (widget_class, on_trust_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_clicked);
}

static void
mail_certificate_card_class_init (MailCertificateCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mail_certificate_card_dispose;

  /**
   * MailCertificateCard::trusted:
   *
   * The person has compared the fingerprint, and decided to trust this certificate.
   */
  signals[TRUSTED] = g_signal_new ("trusted", MAIL_TYPE_CERTIFICATE_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  /**
   * MailCertificateCard::dismissed:
   *
   * The person has left the card without a decision.
   */
  signals[DISMISSED] = g_signal_new ("dismissed", MAIL_TYPE_CERTIFICATE_CARD, G_SIGNAL_RUN_LAST, 0, NULL,
                                     NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (MAIL_TYPE_TLS_DETAILS);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  /* Heard before the window, which would close on it. */
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, on_escape, NULL);
  bind_template (widget_class);
}

static void
mail_certificate_card_init (MailCertificateCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * mail_certificate_card_open:
 * @self: a card
 * @report: a report that failed over its certificate
 *
 * Shows the certificate of @report, with nothing decided yet, and puts the cursor there.
 */
void
mail_certificate_card_open (MailCertificateCard *self, MailReport *report)
{
  const MailTlsInfo *tls = mail_report_get_tls (report);
  MailServer *server = mail_report_get_server (report);
  const gboolean changed = (tls->faults & MAIL_CERTIFICATE_FAULT_CHANGED) != 0;

  show_words (self, mail_server_get_host (server), changed);
  show_faults (self, tls, mail_server_get_host (server));
  mail_tls_details_set_certificate (self->facts, tls);
  show_fingerprints (self, tls, changed ? mail_server_get_pin (server) : NULL);
  forget (self);
  gtk_widget_show (GTK_WIDGET (self));
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, find_card, g_object_ref (self), g_object_unref);
}

/**
 * mail_certificate_card_close:
 * @self: a card
 *
 * Hides the card; what was ticked is forgotten.
 */
void
mail_certificate_card_close (MailCertificateCard *self)
{
  forget (self);
  gtk_widget_hide (GTK_WIDGET (self));
}
