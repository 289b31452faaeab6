/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-unknown-card.h"

#include <glib/gi18n-lib.h>

#include "mail-fold.h"
#include "mail-switch-row.h"

struct _MailUnknownCard
{
  GtkBox parent_instance;

  MailSetup *setup;
  gboolean patient;
  GSignalGroup *signals;

  MailFold *fold;
  GtkWidget *title;
  GtkWidget *text;
  MailSwitchRow *offline;
  MailSwitchRow *ask_ispdb;
  MailSwitchRow *send_address;
};

G_DEFINE_FINAL_TYPE (MailUnknownCard, mail_unknown_card, GTK_TYPE_BOX)

typedef enum
{
  PROP_SETUP = 1,
  PROP_PATIENT,
} MailUnknownCardProperty;

static GParamSpec *properties[PROP_PATIENT + 1];

enum
{
  FILE_WANTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gboolean
is_unknown (MailUnknownCard *self)
{
  MailCandidate *candidate = mail_setup_get_candidate (self->setup);

  return mail_setup_get_address (self->setup) != NULL && !mail_setup_get_known (self->setup)
         && (candidate == NULL || mail_candidate_get_provider (candidate) == NULL);
}

static char *
describe_next (MailPreferences *preferences, const char *domain)
{
  if (mail_preferences_get_offline (preferences))
    return g_strdup (_("Siegel asks nobody. On the next page you can enter the servers; likely names are "
                        "filled in already."));
  if (mail_preferences_get_ask_ispdb (preferences))
    /* Translators: %s is a domain, for instance “example.org”. */
    return g_strdup_printf (
        _("When you press Next, it asks %s’s own servers, the DNS and Thunderbird’s list "
           "of providers for the settings."),
        domain);
  /* Translators: %s is a domain, for instance “example.org”. */
  return g_strdup_printf (_("When you press Next, it asks %s’s own servers and the DNS for the settings."),
                          domain);
}

static void
show_words (MailUnknownCard *self)
{
  const char *domain = mail_address_get_display_domain (mail_setup_get_address (self->setup));
  /* Translators: %s is a domain, for instance “example.org”. */
  g_autofree char *title = g_strdup_printf (_("Siegel does not know %s yet"), domain);
  g_autofree char *text = describe_next (mail_setup_get_preferences (self->setup), domain);
  /* Translators: %s is a domain, for instance “example.org”. */
  g_autofree char *learns = g_strdup_printf (_("It learns “%s”, not your address."), domain);
  /* Translators: %s is a domain, for instance “example.org”. */
  g_autofree char *tell = g_strdup_printf (_("Te_ll %s’s own server my whole address"), domain);

  gtk_label_set_label (GTK_LABEL (self->title), title);
  gtk_label_set_label (GTK_LABEL (self->text), text);
  g_object_set (self->ask_ispdb, "subtitle", learns, NULL);
  g_object_set (self->send_address, "title", tell, NULL);
}

/* While it slides out the card keeps its words. */
static void
update (MailUnknownCard *self)
{
  gboolean reveal = self->setup != NULL && !self->patient && is_unknown (self);
  gboolean asks;

  if (reveal)
    {
      asks = !mail_preferences_get_offline (mail_setup_get_preferences (self->setup));
      show_words (self);
      gtk_widget_set_sensitive (GTK_WIDGET (self->ask_ispdb), asks);
      gtk_widget_set_sensitive (GTK_WIDGET (self->send_address), asks);
    }
  mail_fold_set_open (self->fold, reveal);
}

static void
on_file_clicked (GtkButton *button, MailUnknownCard *self)
{
  g_signal_emit (self, signals[FILE_WANTED], 0);
}

static void
set_setup (MailUnknownCard *self, MailSetup *setup)
{
  const GBindingFlags flags = G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE;
  MailPreferences *preferences = setup != NULL ? mail_setup_get_preferences (setup) : NULL;

  if (!g_set_object (&self->setup, setup) || setup == NULL)
    return;

  g_object_bind_property (preferences, "offline", self->offline, "active", flags);
  g_object_bind_property (preferences, "ask-ispdb", self->ask_ispdb, "active", flags);
  g_object_bind_property (preferences, "send-address", self->send_address, "active", flags);
  g_signal_connect_object (preferences, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_group_set_target (self->signals, setup);
}

static void
mail_unknown_card_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  MailUnknownCard *self = MAIL_UNKNOWN_CARD (object);

  switch ((MailUnknownCardProperty) id)
    {
    case PROP_SETUP:
      g_value_set_object (value, self->setup);
      break;
    case PROP_PATIENT:
      g_value_set_boolean (value, self->patient);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mail_unknown_card_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  MailUnknownCard *self = MAIL_UNKNOWN_CARD (object);

  switch ((MailUnknownCardProperty) id)
    {
    case PROP_SETUP:
      set_setup (self, g_value_get_object (value));
      break;
    case PROP_PATIENT:
      self->patient = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
  update (self);
}

static void
mail_unknown_card_dispose (GObject *object)
{
  MailUnknownCard *self = MAIL_UNKNOWN_CARD (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->setup);
  gtk_widget_dispose_template (GTK_WIDGET (object), MAIL_TYPE_UNKNOWN_CARD);

  G_OBJECT_CLASS (mail_unknown_card_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (MAIL_TYPE_FOLD);
  g_type_ensure (MAIL_TYPE_SWITCH_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/mail-unknown-card.ui");
  gtk_widget_class_bind_template_child (widget_class, MailUnknownCard, fold);
  gtk_widget_class_bind_template_child (widget_class, MailUnknownCard, title);
  gtk_widget_class_bind_template_child (widget_class, MailUnknownCard, text);
  gtk_widget_class_bind_template_child (widget_class, MailUnknownCard, offline);
  gtk_widget_class_bind_template_child (widget_class, MailUnknownCard, ask_ispdb);
  gtk_widget_class_bind_template_child (widget_class, MailUnknownCard, send_address);
  gtk_widget_class_bind_template_callback (widget_class, on_file_clicked);
}

static void
mail_unknown_card_class_init (MailUnknownCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = mail_unknown_card_dispose;
  object_class->get_property = mail_unknown_card_get_property;
  object_class->set_property = mail_unknown_card_set_property;

  properties[PROP_SETUP] = g_param_spec_object ("setup", NULL, NULL, MAIL_TYPE_SETUP,
                                                G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PATIENT]
      = g_param_spec_boolean ("patient", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  /**
   * MailUnknownCard::file-wanted:
   *
   * The person wants to use a settings file.
   */
  signals[FILE_WANTED] = g_signal_new ("file-wanted", MAIL_TYPE_UNKNOWN_CARD, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 0);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
mail_unknown_card_init (MailUnknownCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->signals = g_signal_group_new (MAIL_TYPE_SETUP);
  g_signal_group_connect_swapped (self->signals, "changed", G_CALLBACK (update), self);
  /* A hidden card must not leave its spacing behind. */
  g_object_bind_property (self->fold, "visible", self, "visible", G_BINDING_SYNC_CREATE);
}
