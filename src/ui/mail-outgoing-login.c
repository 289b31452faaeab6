/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-outgoing-login.h"

#include "mail-entry-row.h"
#include "mail-info-button.h"

struct _MailOutgoingLogin
{
  GtkBox parent_instance;

  MailSetup *setup;
  GBindingGroup *settings;
  GBindingGroup *server;

  GtkWidget *none_row;
  GtkWidget *none;
  GtkWidget *separate;
  MailEntryRow *username_row;
  GtkWidget *username;
  MailEntryRow *password_row;
  GtkWidget *password;
};

G_DEFINE_FINAL_TYPE (MailOutgoingLogin, mail_outgoing_login, GTK_TYPE_BOX)

typedef enum
{
  PROP_SETUP = 1,
} MailOutgoingLoginProperty;

static GParamSpec *properties[PROP_SETUP + 1];

static MailServer *
get_outgoing (MailOutgoingLogin *self)
{
  MailSettings *settings = mail_setup_get_settings (self->setup);

  return settings != NULL ? mail_settings_get_outgoing (settings) : NULL;
}

/* Only some access providers let their customers send without signing in: the choice is not shown to anybody
 * else. */
static gboolean
may_be_none (MailOutgoingLogin *self)
{
  MailCandidate *candidate = mail_setup_get_candidate (self->setup);
  GPtrArray *servers = candidate != NULL ? mail_candidate_get_outgoing (candidate) : NULL;

  return servers != NULL && servers->len > 0
         && (mail_server_get_auth (g_ptr_array_index (servers, 0)) & MAIL_AUTH_NONE) != 0;
}

static void
update_settings (MailOutgoingLogin *self)
{
  MailServer *outgoing = get_outgoing (self);

  g_binding_group_set_source (self->settings, mail_setup_get_settings (self->setup));
  g_binding_group_set_source (self->server, outgoing);
  gtk_widget_set_visible (self->none_row, may_be_none (self));
  gtk_switch_set_active (GTK_SWITCH (self->none),
                         outgoing != NULL && mail_server_get_auth (outgoing) == MAIL_AUTH_NONE);
}

static void
on_none_changed (GtkSwitch *none, GParamSpec *pspec, MailOutgoingLogin *self)
{
  MailServer *outgoing = self->setup != NULL ? get_outgoing (self) : NULL;

  if (outgoing == NULL || !may_be_none (self))
    return;

  if (gtk_switch_get_active (none))
    mail_settings_set_separate_login (mail_setup_get_settings (self->setup), FALSE);
  mail_server_set_auth (outgoing, gtk_switch_get_active (none) ? MAIL_AUTH_NONE : MAIL_AUTH_PASSWORD);
}

static void
on_password_changed (GtkEditable *editable, MailOutgoingLogin *self)
{
  const char *text = gtk_editable_get_text (editable);
  g_autoptr (MailSecret) secret = *text != '\0' ? mail_secret_new (text, -1) : NULL;

  mail_setup_set_outgoing_secret (self->setup, secret);
}

static void
set_setup (MailOutgoingLogin *self, MailSetup *setup)
{
  g_set_object (&self->setup, setup);
  if (setup == NULL)
    return;

  g_signal_connect_object (setup, "notify::settings", G_CALLBACK (update_settings), self, G_CONNECT_SWAPPED);
  update_settings (self);
}

static void
mail_outgoing_login_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  MailOutgoingLogin *self = MAIL_OUTGOING_LOGIN (object);

  switch ((MailOutgoingLoginProperty) id)
    {
    case PROP_SETUP:
      g_value_set_object (value, self->setup);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mail_outgoing_login_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  MailOutgoingLogin *self = MAIL_OUTGOING_LOGIN (object);

  switch ((MailOutgoingLoginProperty) id)
    {
    case PROP_SETUP:
      set_setup (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mail_outgoing_login_dispose (GObject *object)
{
  MailOutgoingLogin *self = MAIL_OUTGOING_LOGIN (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->server);
  g_clear_object (&self->setup);
  gtk_widget_dispose_template (GTK_WIDGET (object), MAIL_TYPE_OUTGOING_LOGIN);

  G_OBJECT_CLASS (mail_outgoing_login_parent_class)->dispose (object);
}

static void
mail_outgoing_login_class_init (MailOutgoingLoginClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = mail_outgoing_login_dispose;
  object_class->get_property = mail_outgoing_login_get_property;
  object_class->set_property = mail_outgoing_login_set_property;

  properties[PROP_SETUP] = g_param_spec_object ("setup", NULL, NULL, MAIL_TYPE_SETUP,
                                                G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (MAIL_TYPE_ENTRY_ROW);
  g_type_ensure (MAIL_TYPE_INFO_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/mail-outgoing-login.ui");
  gtk_widget_class_bind_template_child (widget_class, MailOutgoingLogin, none_row);
  gtk_widget_class_bind_template_child (widget_class, MailOutgoingLogin, none);
  gtk_widget_class_bind_template_child (widget_class, MailOutgoingLogin, separate);
  gtk_widget_class_bind_template_child (widget_class, MailOutgoingLogin, username_row);
  gtk_widget_class_bind_template_child (widget_class, MailOutgoingLogin, username);
  gtk_widget_class_bind_template_child (widget_class, MailOutgoingLogin, password_row);
  gtk_widget_class_bind_template_child (widget_class, MailOutgoingLogin, password);
  gtk_widget_class_bind_template_callback (widget_class, on_none_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_password_changed);
}

static void
mail_outgoing_login_init (MailOutgoingLogin *self)
{
  const GBindingFlags flags = G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->settings = g_binding_group_new ();
  g_binding_group_bind (self->settings, "separate-login", self->separate, "active", flags);
  self->server = g_binding_group_new ();
  g_binding_group_bind (self->server, "username", self->username, "text", flags);
}

/**
 * mail_outgoing_login_validate:
 * @self: a form
 *
 * Says at the field what is missing of a sign-in of its own.
 *
 * Returns: %TRUE where nothing is
 */
gboolean
mail_outgoing_login_validate (MailOutgoingLogin *self)
{
  MailServer *outgoing = get_outgoing (self);
  g_autoptr (GError) error = NULL;

  mail_entry_row_set_error (self->username_row, NULL);
  if (outgoing == NULL || !gtk_switch_get_active (GTK_SWITCH (self->separate))
      || *mail_server_get_username (outgoing) != '\0' || mail_server_validate (outgoing, &error))
    return TRUE;

  mail_entry_row_set_error (self->username_row, error->message);
  mail_entry_row_focus (self->username_row);
  return FALSE;
}

/**
 * mail_outgoing_login_find_field:
 * @self: a form
 * @field: what has to be changed
 *
 * Puts the cursor there, where it is something of this form.
 */
void
mail_outgoing_login_find_field (MailOutgoingLogin *self, MailAction field)
{
  if (field == MAIL_ACTION_CHANGE_PASSWORD)
    mail_entry_row_focus (self->password_row);
  else if (field == MAIL_ACTION_CHANGE_USERNAME)
    mail_entry_row_focus (self->username_row);
}
