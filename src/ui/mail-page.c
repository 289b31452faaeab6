/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-page.h"

#include <glib/gi18n-lib.h>

#include "mail-clamp.h"
#include "mail-error.h"

#define MAXIMUM_WIDTH 560

typedef struct
{
  MailSetup *setup;
  GCancellable *visit;
  char *next_label;
  gboolean next_sensitive;

  GtkFileChooserNative *chooser;

  GtkWidget *overlay;
  GtkWidget *drop;
  GtkWidget *heading;
  GtkWidget *description;
  GtkWidget *content;
} MailPagePrivate;

static void mail_page_buildable_init (GtkBuildableIface *iface);

G_DEFINE_ABSTRACT_TYPE_WITH_CODE (MailPage,
                                  mail_page,
                                  GTK_TYPE_BOX,
                                  G_ADD_PRIVATE (MailPage)
                                      G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, mail_page_buildable_init))

typedef enum
{
  PROP_SETUP = 1,
  PROP_HEADING,
  PROP_DESCRIPTION,
  PROP_NEXT_LABEL,
  PROP_NEXT_SENSITIVE,
} MailPageProperty;

static GParamSpec *properties[PROP_NEXT_SENSITIVE + 1];

enum
{
  ADVANCE,
  WANT_FIELD,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
set_text (GtkWidget *label, const char *text)
{
  gtk_label_set_label (GTK_LABEL (label), text);
  gtk_widget_set_visible (label, text != NULL && *text != '\0');
}

static GtkWidget *
create_label (const char *css_class)
{
  return g_object_new (GTK_TYPE_LABEL, "visible", FALSE, "wrap", TRUE, "xalign", 0.0, "max-width-chars", 50,
                       "css-classes", (const char *[]){ css_class, NULL }, NULL);
}

/* The heading is for screen readers what the title of the page is for the eye. */
static GtkWidget *
create_content (MailPagePrivate *priv)
{
  GtkWidget *titles = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  priv->heading = create_label ("page-heading");
  priv->description = create_label ("page-description");
  gtk_box_append (GTK_BOX (titles), priv->heading);
  gtk_box_append (GTK_BOX (titles), priv->description);

  priv->content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  gtk_widget_add_css_class (priv->content, "page-content");
  gtk_box_append (GTK_BOX (priv->content), titles);

  return mail_clamp_new (priv->content, MAXIMUM_WIDTH);
}

/* A child of the template goes under the heading. */
static void
mail_page_add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child, const char *type)
{
  MailPagePrivate *priv = mail_page_get_instance_private (MAIL_PAGE (buildable));

  gtk_box_append (GTK_BOX (priv->content), GTK_WIDGET (child));
}

static void
mail_page_buildable_init (GtkBuildableIface *iface)
{
  iface->add_child = mail_page_add_child;
}

static void
mail_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  MailPagePrivate *priv = mail_page_get_instance_private (MAIL_PAGE (object));

  switch ((MailPageProperty) id)
    {
    case PROP_SETUP:
      g_value_set_object (value, priv->setup);
      break;
    case PROP_HEADING:
      g_value_set_string (value, gtk_label_get_label (GTK_LABEL (priv->heading)));
      break;
    case PROP_DESCRIPTION:
      g_value_set_string (value, gtk_label_get_label (GTK_LABEL (priv->description)));
      break;
    case PROP_NEXT_LABEL:
      g_value_set_string (value, priv->next_label);
      break;
    case PROP_NEXT_SENSITIVE:
      g_value_set_boolean (value, priv->next_sensitive);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mail_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  MailPagePrivate *priv = mail_page_get_instance_private (MAIL_PAGE (object));

  switch ((MailPageProperty) id)
    {
    case PROP_SETUP:
      priv->setup = g_value_dup_object (value);
      break;
    case PROP_HEADING:
      set_text (priv->heading, g_value_get_string (value));
      break;
    case PROP_DESCRIPTION:
      set_text (priv->description, g_value_get_string (value));
      break;
    case PROP_NEXT_LABEL:
    case PROP_NEXT_SENSITIVE:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mail_page_dispose (GObject *object)
{
  MailPagePrivate *priv = mail_page_get_instance_private (MAIL_PAGE (object));

  mail_page_left (MAIL_PAGE (object));
  g_clear_object (&priv->chooser);
  g_clear_object (&priv->setup);
  g_clear_pointer (&priv->next_label, g_free);

  G_OBJECT_CLASS (mail_page_parent_class)->dispose (object);
}

/* What can be seen while a file hovers over the window. It is made when it is first wanted. */
static GtkWidget *
create_drop (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *icon = gtk_image_new_from_icon_name ("text-x-generic-symbolic");
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", _("Drop the settings file to use it"), "wrap",
                                   TRUE, "justify", GTK_JUSTIFY_CENTER, "css-classes",
                                   (const char *[]){ "page-heading", NULL }, NULL);

  gtk_image_set_icon_size (GTK_IMAGE (icon), GTK_ICON_SIZE_LARGE);
  gtk_widget_set_vexpand (icon, TRUE);
  gtk_widget_set_valign (icon, GTK_ALIGN_END);
  gtk_widget_set_vexpand (label, TRUE);
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  gtk_widget_add_css_class (box, "drop-hint");
  /* The pointer stays over the window behind it. */
  gtk_widget_set_can_target (box, FALSE);

  return box;
}

static void
on_chooser_response (GtkNativeDialog *dialog, int response, MailPage *self)
{
  MailPagePrivate *priv = mail_page_get_instance_private (self);
  g_autoptr (GtkFileChooserNative) chooser = g_steal_pointer (&priv->chooser);
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (response == GTK_RESPONSE_ACCEPT && file != NULL)
    mail_page_take_file (self, path);
}

static gboolean
on_focus_idle (gpointer user_data)
{
  if (gtk_widget_get_mapped (user_data))
    gtk_widget_grab_focus (user_data);

  return G_SOURCE_REMOVE;
}

static GtkFileChooserNative *
create_chooser (GtkWindow *parent)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (
      _("Use a Settings File"), parent, GTK_FILE_CHOOSER_ACTION_OPEN, _("_Use"), NULL);
  g_autoptr (GtkFileFilter) settings = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  gtk_file_filter_set_name (settings, _("Settings files (XML)"));
  gtk_file_filter_add_suffix (settings, "xml");
  gtk_file_filter_set_name (all, _("All files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), settings);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), all);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);

  return chooser;
}

static gboolean
mail_page_real_next (MailPage *self)
{
  return TRUE;
}

static void
install_properties (GObjectClass *object_class)
{
  properties[PROP_SETUP]
      = g_param_spec_object ("setup", NULL, NULL, MAIL_TYPE_SETUP,
                             G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_HEADING]
      = g_param_spec_string ("heading", NULL, NULL, "", G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_DESCRIPTION]
      = g_param_spec_string ("description", NULL, NULL, "", G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_NEXT_LABEL]
      = g_param_spec_string ("next-label", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_NEXT_SENSITIVE]
      = g_param_spec_boolean ("next-sensitive", NULL, NULL, TRUE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
mail_page_class_init (MailPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = mail_page_dispose;
  object_class->get_property = mail_page_get_property;
  object_class->set_property = mail_page_set_property;
  klass->next = mail_page_real_next;
  install_properties (object_class);

  /**
   * MailPage::advance:
   *
   * The page has done its work and wants to go on.
   */
  signals[ADVANCE]
      = g_signal_new ("advance", MAIL_TYPE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * MailPage::want-field:
   * @page: a #MailSetupPage
   * @field: a #MailAction that names the field
   * @incoming: whether the incoming server is meant
   *
   * Something on an earlier page has to be changed.
   */
  signals[WANT_FIELD] = g_signal_new ("want-field", MAIL_TYPE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                      G_TYPE_NONE, 3, G_TYPE_INT, G_TYPE_INT, G_TYPE_BOOLEAN);
}

static void
mail_page_init (MailPage *self)
{
  MailPagePrivate *priv = mail_page_get_instance_private (self);
  GtkWidget *scrolled = g_object_new (GTK_TYPE_SCROLLED_WINDOW, "hscrollbar-policy", GTK_POLICY_NEVER,
                                      "hexpand", TRUE, "vexpand", TRUE, NULL);

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), create_content (priv));
  priv->overlay = gtk_overlay_new ();
  gtk_overlay_set_child (GTK_OVERLAY (priv->overlay), scrolled);
  gtk_box_append (GTK_BOX (self), priv->overlay);
  priv->next_sensitive = TRUE;
  priv->next_label = g_strdup (_("_Next"));
}

/**
 * mail_page_get_setup:
 * @self: a page
 *
 * Returns: (transfer none): the state that the pages share
 */
MailSetup *
mail_page_get_setup (MailPage *self)
{
  MailPagePrivate *priv = mail_page_get_instance_private (self);

  return priv->setup;
}

/**
 * mail_page_get_visit:
 * @self: a page
 *
 * What a page starts lasts as long as the person stays there: this is cancelled when they leave.
 *
 * Returns: (transfer none): the cancellable of this visit
 */
GCancellable *
mail_page_get_visit (MailPage *self)
{
  MailPagePrivate *priv = mail_page_get_instance_private (self);

  if (priv->visit == NULL)
    priv->visit = g_cancellable_new ();

  return priv->visit;
}

/**
 * mail_page_set_next:
 * @self: a page
 * @label: the words of the forward button, with a mnemonic
 * @sensitive: whether it can be pressed
 *
 * Where it cannot, the page itself must say what it waits for.
 */
void
mail_page_set_next (MailPage *self, const char *label, gboolean sensitive)
{
  MailPagePrivate *priv = mail_page_get_instance_private (self);

  if (g_strcmp0 (priv->next_label, label) != 0)
    {
      g_free (priv->next_label);
      priv->next_label = g_strdup (label);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NEXT_LABEL]);
    }

  if (priv->next_sensitive != sensitive)
    {
      priv->next_sensitive = sensitive;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NEXT_SENSITIVE]);
    }
}

/**
 * mail_page_shown:
 * @self: a page
 *
 * The person has come to this page.
 */
void
mail_page_shown (MailPage *self)
{
  if (MAIL_PAGE_GET_CLASS (self)->shown != NULL)
    MAIL_PAGE_GET_CLASS (self)->shown (self);
}

/**
 * mail_page_left:
 * @self: a page
 *
 * The person has gone to another page; whatever runs for this one stops.
 */
void
mail_page_left (MailPage *self)
{
  MailPagePrivate *priv = mail_page_get_instance_private (self);

  g_cancellable_cancel (priv->visit);
  g_clear_object (&priv->visit);
}

/**
 * mail_page_next:
 * @self: a page
 *
 * Returns: %TRUE to go to the following page now; %FALSE where the page has said why not, or goes on later
 */
gboolean
mail_page_next (MailPage *self)
{
  return MAIL_PAGE_GET_CLASS (self)->next (self);
}

/**
 * mail_page_find_field:
 * @self: a page
 * @field: what has to be changed
 * @incoming: for the incoming server, or else the outgoing one
 *
 * Puts the cursor there.
 */
void
mail_page_find_field (MailPage *self, MailAction field, gboolean incoming)
{
  if (MAIL_PAGE_GET_CLASS (self)->find_field != NULL)
    MAIL_PAGE_GET_CLASS (self)->find_field (self, field, incoming);
}

/**
 * mail_page_takes_files:
 * @self: a page
 *
 * Returns: whether a settings file can be used there
 */
gboolean
mail_page_takes_files (MailPage *self)
{
  return MAIL_PAGE_GET_CLASS (self)->take_file != NULL;
}

/**
 * mail_page_take_file:
 * @self: a page that takes files
 * @path: (nullable): a settings file; %NULL for one that is not on this computer
 *
 * Takes the settings of @path; what is wrong with it is said on the page.
 */
void
mail_page_take_file (MailPage *self, const char *path)
{
  MAIL_PAGE_GET_CLASS (self)->take_file (self, path);
}

/**
 * mail_page_show_drop:
 * @self: a page
 * @show: whether a file hovers over its window
 *
 * Shows that the file can be dropped here.
 */
void
mail_page_show_drop (MailPage *self, gboolean show)
{
  MailPagePrivate *priv = mail_page_get_instance_private (self);

  if (show && priv->drop == NULL)
    {
      priv->drop = create_drop ();
      gtk_overlay_add_overlay (GTK_OVERLAY (priv->overlay), priv->drop);
    }
  if (priv->drop != NULL)
    gtk_widget_set_visible (priv->drop, show);
}

/**
 * mail_page_advance:
 * @self: a page
 *
 * For pages whose work takes time: it is done, go on.
 */
void
mail_page_advance (MailPage *self)
{
  g_signal_emit (self, signals[ADVANCE], 0);
}

/**
 * mail_page_want_field:
 * @self: a page
 * @page: the page with the field
 * @field: what has to be changed
 * @incoming: for the incoming server, or else the outgoing one
 *
 * Asks to go back to where something can be put right.
 */
void
mail_page_want_field (MailPage *self, MailSetupPage page, MailAction field, gboolean incoming)
{
  g_signal_emit (self, signals[WANT_FIELD], 0, (int) page, (int) field, incoming);
}

/**
 * mail_page_focus:
 * @self: a page
 * @widget: a part of it
 *
 * Puts the cursor there once the page is in front. GtkAssistant moves it on when a page comes, and GTK when
 * what had it is hidden: this is later than both.
 */
void
mail_page_focus (MailPage *self, GtkWidget *widget)
{
  g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_focus_idle, g_object_ref (widget), g_object_unref);
}

/**
 * mail_page_choose_file:
 * @self: a page that takes files
 *
 * Lets the person choose a settings file, and takes it.
 */
void
mail_page_choose_file (MailPage *self)
{
  MailPagePrivate *priv = mail_page_get_instance_private (self);

  if (priv->chooser == NULL)
    {
      priv->chooser = create_chooser (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));
      g_signal_connect_object (priv->chooser, "response", G_CALLBACK (on_chooser_response), self, 0);
    }
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (priv->chooser));
}

/**
 * mail_page_use_file:
 * @self: a page
 * @path: (nullable): a settings file; %NULL for one that is not on this computer
 * @error: return location for %MAIL_ERROR_ADDRESS_INVALID or %MAIL_ERROR_SETTINGS_INVALID
 *
 * For pages that take files: gives it to the setup.
 *
 * Returns: whether the settings are those of the file now
 */
gboolean
mail_page_use_file (MailPage *self, const char *path, GError **error)
{
  if (path != NULL)
    return mail_setup_use_file (mail_page_get_setup (self), path, error);

  g_set_error_literal (error, MAIL_ERROR, MAIL_ERROR_SETTINGS_INVALID,
                       _("This file is not on this computer. Copy it here first."));
  return FALSE;
}
