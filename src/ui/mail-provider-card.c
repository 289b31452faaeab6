/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-provider-card.h"

#include <glib/gi18n-lib.h>

#include "mail-fold.h"
#include "mail-provider-advice.h"

struct _MailProviderCard
{
  GtkBox parent_instance;

  MailCandidate *candidate;
  MailAddress *address;

  MailFold *fold;
  GtkWidget *card;
  GtkWidget *icon;
  GtkWidget *title;
  GtkWidget *advice;
  GtkWidget *button;
  GtkWidget *button_label;
};

G_DEFINE_FINAL_TYPE (MailProviderCard, mail_provider_card, GTK_TYPE_BOX)

typedef enum
{
  PROP_CANDIDATE = 1,
  PROP_ADDRESS,
} MailProviderCardProperty;

static GParamSpec *properties[PROP_ADDRESS + 1];

static MailProvider *
get_provider (MailProviderCard *self)
{
  return self->candidate != NULL ? mail_candidate_get_provider (self->candidate) : NULL;
}

/* Whether somebody says so: names that are only likely ones, and those typed by hand, are no news. */
static gboolean
is_found (MailProviderCard *self)
{
  MailSource source
      = self->candidate != NULL ? mail_candidate_get_source (self->candidate) : MAIL_SOURCE_GUESS;

  return source != MAIL_SOURCE_GUESS && source != MAIL_SOURCE_MANUAL;
}

static gboolean
is_built_in (MailProviderCard *self)
{
  return mail_candidate_get_source (self->candidate) == MAIL_SOURCE_DATABASE;
}

static void
add_sentence (MailProviderCard *self, const char *sentence)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", sentence, "wrap", TRUE, "xalign", 0.0, NULL);

  gtk_box_append (GTK_BOX (self->advice), label);
}

static void
clear_sentences (MailProviderCard *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->advice)) != NULL)
    gtk_box_remove (GTK_BOX (self->advice), child);
}

static void
set_look (MailProviderCard *self, const char *icon_name, const char *css_class)
{
  const char *classes[] = { "card", "notice", css_class, NULL };

  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), icon_name);
  gtk_widget_set_css_classes (self->card, classes);
}

/* An underscore in a stranger's name would underline a letter and take the key of our own. */
static char *
dup_without_mnemonic (const char *name)
{
  g_auto (GStrv) parts = g_strsplit (name, "_", -1);

  return g_strjoinv ("__", parts);
}

static void
show_button (MailProviderCard *self, MailProvider *provider)
{
  gboolean wanted = provider != NULL && mail_provider_get_advice_uri (provider) != NULL;

  if (wanted)
    {
      g_autofree char *name = dup_without_mnemonic (mail_provider_get_display_name (provider));
      /* Translators: a button that opens a web page; %s is a provider, for instance “GMX”. */
      g_autofree char *label = g_strdup_printf (_("_Open the page of %s"), name);

      gtk_label_set_label (GTK_LABEL (self->button_label), label);
      gtk_widget_set_tooltip_text (self->button, mail_provider_get_advice_uri (provider));
    }
  gtk_widget_set_visible (self->button, wanted);
}

/* What a provider needs is said before the password is asked; where it needs nothing, that its servers are
 * known. */
static void
show_provider (MailProviderCard *self, MailProvider *provider)
{
  g_auto (GStrv) sentences = mail_provider_dup_advice (provider);
  gboolean ready = sentences[0] == NULL;

  gtk_label_set_label (GTK_LABEL (self->title), mail_provider_get_display_name (provider));
  for (gsize i = 0; sentences[i] != NULL; i++)
    add_sentence (self, sentences[i]);

  if (!mail_provider_is_supported (provider))
    set_look (self, "dialog-warning-symbolic", "warning");
  else if (!ready)
    set_look (self, "dialog-information-symbolic", "accent");
  else
    {
      add_sentence (self, is_built_in (self) ? _("Siegel knows the servers of this provider.")
                                             : _("The servers are known."));
      set_look (self, "siegel-passed-symbolic", "success");
    }
  show_button (self, ready ? NULL : provider);
}

/* Nobody's name is known, but the servers are. */
static void
show_servers_known (MailProviderCard *self)
{
  gboolean file = mail_candidate_get_source (self->candidate) == MAIL_SOURCE_FILE;

  gtk_label_set_label (GTK_LABEL (self->title), file ? _("Settings from a file") : _("Settings found"));
  add_sentence (self, _("The servers are known."));
  set_look (self, "siegel-passed-symbolic", "success");
  show_button (self, NULL);
}

static void
update (MailProviderCard *self)
{
  MailProvider *provider = get_provider (self);
  gboolean reveal = self->address != NULL && (provider != NULL || is_found (self));

  /* While it slides out the card keeps its words. */
  if (reveal)
    {
      clear_sentences (self);
      if (provider != NULL)
        show_provider (self, provider);
      else
        show_servers_known (self);
    }
  mail_fold_set_open (self->fold, reveal);
}

static void
on_clicked (GtkButton *button, MailProviderCard *self)
{
  MailProvider *provider = get_provider (self);

  if (provider != NULL)
    gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                  mail_provider_get_advice_uri (provider), GDK_CURRENT_TIME);
}

static void
mail_provider_card_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  MailProviderCard *self = MAIL_PROVIDER_CARD (object);

  switch ((MailProviderCardProperty) id)
    {
    case PROP_CANDIDATE:
      g_value_set_object (value, self->candidate);
      break;
    case PROP_ADDRESS:
      g_value_set_boxed (value, self->address);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mail_provider_card_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  MailProviderCard *self = MAIL_PROVIDER_CARD (object);

  switch ((MailProviderCardProperty) id)
    {
    case PROP_CANDIDATE:
      g_set_object (&self->candidate, g_value_get_object (value));
      break;
    case PROP_ADDRESS:
      g_clear_pointer (&self->address, mail_address_unref);
      self->address = g_value_dup_boxed (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
  update (self);
}

static void
mail_provider_card_dispose (GObject *object)
{
  MailProviderCard *self = MAIL_PROVIDER_CARD (object);

  g_clear_object (&self->candidate);
  g_clear_pointer (&self->address, mail_address_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), MAIL_TYPE_PROVIDER_CARD);

  G_OBJECT_CLASS (mail_provider_card_parent_class)->dispose (object);
}

static void
mail_provider_card_class_init (MailProviderCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = mail_provider_card_dispose;
  object_class->get_property = mail_provider_card_get_property;
  object_class->set_property = mail_provider_card_set_property;

  properties[PROP_CANDIDATE] = g_param_spec_object ("candidate", NULL, NULL, MAIL_TYPE_CANDIDATE,
                                                    G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ADDRESS] = g_param_spec_boxed ("address", NULL, NULL, MAIL_TYPE_ADDRESS,
                                                 G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (MAIL_TYPE_FOLD);
  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/mail-provider-card.ui");
  gtk_widget_class_bind_template_child (widget_class, MailProviderCard, fold);
  gtk_widget_class_bind_template_child (widget_class, MailProviderCard, card);
  gtk_widget_class_bind_template_child (widget_class, MailProviderCard, icon);
  gtk_widget_class_bind_template_child (widget_class, MailProviderCard, title);
  gtk_widget_class_bind_template_child (widget_class, MailProviderCard, advice);
  gtk_widget_class_bind_template_child (widget_class, MailProviderCard, button);
  gtk_widget_class_bind_template_child (widget_class, MailProviderCard, button_label);
  gtk_widget_class_bind_template_callback (widget_class, on_clicked);
}

static void
mail_provider_card_init (MailProviderCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* A hidden card must not leave its spacing behind. */
  g_object_bind_property (self->fold, "visible", self, "visible", G_BINDING_SYNC_CREATE);
}

/**
 * mail_provider_card_get_name:
 * @self: a card
 *
 * Returns: (transfer none) (nullable): the name of the provider that was recognised
 */
const char *
mail_provider_card_get_name (MailProviderCard *self)
{
  MailProvider *provider = get_provider (self);

  return provider != NULL ? mail_provider_get_name (provider) : NULL;
}
