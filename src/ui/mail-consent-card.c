/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-consent-card.h"

#include <glib/gi18n-lib.h>

#include "mail-domain.h"

struct _MailConsentCard
{
  GtkBox parent_instance;

  MailSetup *setup;
  GSignalGroup *signals;
  GBindingGroup *bindings;

  gboolean compact;

  GtkWidget *icon;
  GtkWidget *title;
  GtkWidget *hosts;
  GtkWidget *text;
  GtkWidget *agree;
  GtkWidget *agree_label;
  GtkWidget *missing;
};

G_DEFINE_FINAL_TYPE (MailConsentCard, mail_consent_card, GTK_TYPE_BOX)

typedef enum
{
  PROP_SETUP = 1,
  PROP_COMPACT,
} MailConsentCardProperty;

static GParamSpec *properties[PROP_COMPACT + 1];

/* An address without a name belongs to nobody that could be named. */
static char *
dup_owner (const char *host)
{
  g_autofree char *registrable = mail_domain_get_registrable (host);

  return mail_domain_to_display (registrable != NULL ? registrable : host);
}

/* The part of a name that says whose it is stands out: all that comes before it proves nothing. */
static char *
mark_host (const char *host)
{
  g_autofree char *shown = mail_domain_to_display (host);
  g_autofree char *owner = dup_owner (host);
  gsize rest = strlen (shown) >= strlen (owner) ? strlen (shown) - strlen (owner) : 0;

  if (!g_str_has_suffix (shown, owner))
    return g_markup_printf_escaped ("%s (<b>%s</b>)", shown, owner);

  shown[rest] = '\0';
  return g_markup_printf_escaped ("%s<b>%s</b>", shown, owner);
}

static void
show_hosts (MailConsentCard *self, char **hosts)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; hosts[i] != NULL; i++)
    {
      g_autofree char *line = mark_host (hosts[i]);

      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", line);
    }
  gtk_label_set_markup (GTK_LABEL (self->hosts), text->str);
}

static char *
list_owners (char **hosts)
{
  g_autofree char *first = dup_owner (hosts[0]);
  g_autofree char *second = hosts[1] != NULL ? dup_owner (hosts[1]) : NULL;

  if (second == NULL || g_str_equal (first, second))
    return g_steal_pointer (&first);

  /* Translators: two domains: “hoster.net and mailer.com”. */
  return g_strdup_printf (_("%s and %s"), first, second);
}

static void
show_words (MailConsentCard *self, char **hosts)
{
  MailAddress *address = mail_setup_get_address (self->setup);
  g_autofree char *owners = list_owners (hosts);
  g_autofree char *title
      /* Translators: %s is the domain of an e-mail address. */
      = g_strdup_printf (_("These servers do not belong to %s"), mail_address_get_display_domain (address));
  /* Translators: a check button, with a mnemonic; %s is the domain of the servers, or two of them. */
  g_autofree char *agree = g_strdup_printf (_("Yes, _my mail is with %s"), owners);

  gtk_label_set_label (GTK_LABEL (self->title), title);
  gtk_label_set_label (GTK_LABEL (self->agree_label), agree);
}

/* What has been agreed to needs no warning any more where the servers themselves can be seen. */
static void
show_weight (MailConsentCard *self)
{
  gboolean light = self->compact && mail_setup_get_consent (self->setup);
  const char *classes[] = { "card", "notice", light ? NULL : "warning", NULL };

  gtk_widget_set_css_classes (GTK_WIDGET (self), classes);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon),
                                light ? "dialog-information-symbolic" : "dialog-warning-symbolic");
  gtk_widget_set_visible (self->hosts, !light);
  gtk_widget_set_visible (self->text, !light);
}

static void
update (MailConsentCard *self)
{
  gboolean needed = self->setup != NULL && mail_setup_get_needs_consent (self->setup);
  g_auto (GStrv) hosts = needed ? mail_setup_dup_unconfirmed (self->setup) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), needed);
  if (!needed)
    return;

  show_hosts (self, hosts);
  show_words (self, hosts);
  show_weight (self);
}

static void
on_agree_toggled (GtkCheckButton *button, MailConsentCard *self)
{
  gtk_widget_hide (self->missing);
}

/* The page scrolls to what gets the focus, also to what had it already; but only once everything has its
 * place. */
static gboolean
find_agree (gpointer user_data)
{
  MailConsentCard *self = MAIL_CONSENT_CARD (user_data);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (root != NULL && gtk_widget_get_mapped (self->agree))
    {
      gtk_root_set_focus (root, NULL);
      gtk_widget_grab_focus (self->agree);
    }
  return G_SOURCE_REMOVE;
}

static void
mail_consent_card_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  MailConsentCard *self = MAIL_CONSENT_CARD (object);

  switch ((MailConsentCardProperty) id)
    {
    case PROP_SETUP:
      g_value_set_object (value, self->setup);
      break;
    case PROP_COMPACT:
      g_value_set_boolean (value, self->compact);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mail_consent_card_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  MailConsentCard *self = MAIL_CONSENT_CARD (object);

  switch ((MailConsentCardProperty) id)
    {
    case PROP_SETUP:
      g_set_object (&self->setup, g_value_get_object (value));
      g_signal_group_set_target (self->signals, self->setup);
      g_binding_group_set_source (self->bindings, self->setup);
      update (self);
      break;
    case PROP_COMPACT:
      self->compact = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mail_consent_card_dispose (GObject *object)
{
  MailConsentCard *self = MAIL_CONSENT_CARD (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->bindings);
  g_clear_object (&self->setup);
  gtk_widget_dispose_template (GTK_WIDGET (object), MAIL_TYPE_CONSENT_CARD);

  G_OBJECT_CLASS (mail_consent_card_parent_class)->dispose (object);
}

static void
mail_consent_card_class_init (MailConsentCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = mail_consent_card_dispose;
  object_class->get_property = mail_consent_card_get_property;
  object_class->set_property = mail_consent_card_set_property;

  properties[PROP_SETUP] = g_param_spec_object ("setup", NULL, NULL, MAIL_TYPE_SETUP,
                                                G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_COMPACT]
      = g_param_spec_boolean ("compact", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/mail-consent-card.ui");
  gtk_widget_class_bind_template_child (widget_class, MailConsentCard, title);
  gtk_widget_class_bind_template_child (widget_class, MailConsentCard, icon);
  gtk_widget_class_bind_template_child (widget_class, MailConsentCard, hosts);
  gtk_widget_class_bind_template_child (widget_class, MailConsentCard, text);
  gtk_widget_class_bind_template_child (widget_class, MailConsentCard, agree);
  gtk_widget_class_bind_template_child (widget_class, MailConsentCard, agree_label);
  gtk_widget_class_bind_template_child (widget_class, MailConsentCard, missing);
  gtk_widget_class_bind_template_callback (widget_class, on_agree_toggled);
}

static void
mail_consent_card_init (MailConsentCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->signals = g_signal_group_new (MAIL_TYPE_SETUP);
  g_signal_group_connect_swapped (self->signals, "changed", G_CALLBACK (update), self);
  self->bindings = g_binding_group_new ();
  g_binding_group_bind (self->bindings, "consent", self->agree, "active",
                        G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
}

/**
 * mail_consent_card_validate:
 * @self: a card
 * @missing: (nullable): what to say where it has not been agreed to
 *
 * Returns: %TRUE where nothing has to be agreed to, or all has been; else says so and puts the cursor there
 */
gboolean
mail_consent_card_validate (MailConsentCard *self, const char *missing)
{
  if (!gtk_widget_get_visible (GTK_WIDGET (self)) || mail_setup_get_consent (self->setup))
    return TRUE;

  gtk_label_set_label (GTK_LABEL (self->missing),
                       missing != NULL
                           ? missing
                           : _("Tick the box if this is where your mail is kept. Otherwise choose "
                                "other settings, or go back."));
  gtk_widget_show (self->missing);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, find_agree, g_object_ref (self), g_object_unref);
  return FALSE;
}
