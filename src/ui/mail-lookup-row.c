/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-lookup-row.h"

#include <glib/gi18n-lib.h>

struct _MailLookupRow
{
  GtkBox parent_instance;

  MailLookup *lookup;
};

G_DEFINE_FINAL_TYPE (MailLookupRow, mail_lookup_row, GTK_TYPE_BOX)

typedef enum
{
  PROP_LOOKUP = 1,
} MailLookupRowProperty;

static GParamSpec *properties[PROP_LOOKUP + 1];

/* How a state looks, and what a screen reader says of it. A source that has nothing to say is no fault, so
 * that nothing here is red. */
static const struct
{
  const char *icon_name;
  const char *css_class;
  const char *words;
} looks[] = {
  [MAIL_STATE_WAITING] = { "siegel-waiting-symbolic", "waiting", N_("waiting") },
  [MAIL_STATE_RUNNING] = { "siegel-waiting-symbolic", "running", N_("asking") },
  [MAIL_STATE_PASSED] = { "siegel-passed-symbolic", "passed", N_("has an answer") },
  [MAIL_STATE_FAILED] = { "siegel-failed-symbolic", "silent", N_("cannot answer") },
  [MAIL_STATE_SKIPPED] = { "siegel-skipped-symbolic", "skipped", N_("has nothing to say") },
};

static char *
mark_of_state (MailLookupRow *self, MailState state)
{
  return g_strdup (state == MAIL_STATE_RUNNING ? "spinner" : "image");
}

static char *
icon_of_state (MailLookupRow *self, MailState state)
{
  return g_strdup (looks[state].icon_name);
}

static gboolean
has_text (MailLookupRow *self, const char *text)
{
  return text != NULL && *text != '\0';
}

/* What takes no time worth speaking of is not timed. */
static char *
describe_elapsed (MailLookupRow *self, guint elapsed, MailState state)
{
  if (elapsed == 0 || (state != MAIL_STATE_PASSED && state != MAIL_STATE_FAILED))
    return g_strdup ("");

  /* Translators: how long a step took, in milliseconds. */
  if (elapsed < 1000)
    return g_strdup_printf (_("%d ms"), (int) elapsed);

  /* Translators: how long a step took, in seconds. */
  return g_strdup_printf (_("%.1f s"), elapsed / 1000.0);
}

static void
update_state (MailLookupRow *self)
{
  MailState state = mail_lookup_get_state (self->lookup);
  const char *detail = mail_lookup_get_detail (self->lookup);
  const char *classes[] = { "row", "lookup", looks[state].css_class, NULL };
  /* Translators: a source and its state, for screen readers: “The DNS records of example.org: asking”. */
  g_autofree char *name
      = g_strdup_printf (_("%s: %s"), mail_lookup_get_label (self->lookup), _ (looks[state].words));

  gtk_widget_set_css_classes (GTK_WIDGET (self), classes);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, detail != NULL ? detail : "", -1);
}

static void
mail_lookup_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  MailLookupRow *self = MAIL_LOOKUP_ROW (object);

  switch ((MailLookupRowProperty) id)
    {
    case PROP_LOOKUP:
      g_value_set_object (value, self->lookup);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mail_lookup_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  MailLookupRow *self = MAIL_LOOKUP_ROW (object);

  switch ((MailLookupRowProperty) id)
    {
    case PROP_LOOKUP:
      self->lookup = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mail_lookup_row_constructed (GObject *object)
{
  MailLookupRow *self = MAIL_LOOKUP_ROW (object);

  G_OBJECT_CLASS (mail_lookup_row_parent_class)->constructed (object);

  g_signal_connect_object (self->lookup, "notify::state", G_CALLBACK (update_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->lookup, "notify::detail", G_CALLBACK (update_state), self,
                           G_CONNECT_SWAPPED);
  update_state (self);
}

static void
mail_lookup_row_dispose (GObject *object)
{
  MailLookupRow *self = MAIL_LOOKUP_ROW (object);

  g_clear_object (&self->lookup);
  gtk_widget_dispose_template (GTK_WIDGET (object), MAIL_TYPE_LOOKUP_ROW);

  G_OBJECT_CLASS (mail_lookup_row_parent_class)->dispose (object);
}

static void
mail_lookup_row_class_init (MailLookupRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = mail_lookup_row_constructed;
  object_class->dispose = mail_lookup_row_dispose;
  object_class->get_property = mail_lookup_row_get_property;
  object_class->set_property = mail_lookup_row_set_property;

  properties[PROP_LOOKUP]
      = g_param_spec_object ("lookup", NULL, NULL, MAIL_TYPE_LOOKUP,
                             G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/mail-lookup-row.ui");
  gtk_widget_class_bind_template_callback (widget_class, mark_of_state);
  gtk_widget_class_bind_template_callback (widget_class, icon_of_state);
  gtk_widget_class_bind_template_callback (widget_class, has_text);
  gtk_widget_class_bind_template_callback (widget_class, describe_elapsed);
}

static void
mail_lookup_row_init (MailLookupRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * mail_lookup_row_new:
 * @lookup: a source that is asked
 *
 * Returns: (transfer floating): a row that follows @lookup
 */
GtkWidget *
mail_lookup_row_new (MailLookup *lookup)
{
  return g_object_new (MAIL_TYPE_LOOKUP_ROW, "lookup", lookup, NULL);
}
