/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-server-editor.h"

#include <glib/gi18n-lib.h>

#include "mail-address.h"
#include "mail-entry-row.h"
#include "mail-info-button.h"

struct _MailServerEditor
{
  GtkBox parent_instance;

  MailServer *server;
  gboolean shows_username;
  GBindingGroup *bindings;

  MailEntryRow *host_row;
  GtkWidget *host;
  GtkWidget *security_caption;
  GtkWidget *security;
  MailEntryRow *port_row;
  GtkWidget *port;
  MailEntryRow *username_row;
  GtkWidget *username;
};

G_DEFINE_FINAL_TYPE (MailServerEditor, mail_server_editor, GTK_TYPE_BOX)

typedef enum
{
  PROP_SERVER = 1,
  PROP_SHOWS_USERNAME,
} MailServerEditorProperty;

static GParamSpec *properties[PROP_SHOWS_USERNAME + 1];

/* The positions of the list are the positions in the enum's class: nobody has to keep the two in step. */
static GEnumClass *
security_class (void)
{
  return g_type_class_peek_static (MAIL_TYPE_SECURITY);
}

static GListModel *
create_securities (void)
{
  GtkStringList *list = gtk_string_list_new (NULL);
  GEnumClass *klass = g_type_class_ref (MAIL_TYPE_SECURITY);

  for (guint i = 0; i < klass->n_values; i++)
    gtk_string_list_append (list, mail_security_get_label (klass->values[i].value));

  return G_LIST_MODEL (list);
}

static gboolean
security_to_position (GBinding *binding, const GValue *from, GValue *to, gpointer data)
{
  GEnumClass *klass = security_class ();

  for (guint i = 0; i < klass->n_values; i++)
    if (klass->values[i].value == g_value_get_enum (from))
      g_value_set_uint (to, i);

  return TRUE;
}

static gboolean
position_to_security (GBinding *binding, const GValue *from, GValue *to, gpointer data)
{
  GEnumClass *klass = security_class ();

  if (g_value_get_uint (from) >= klass->n_values)
    return FALSE;

  g_value_set_enum (to, klass->values[g_value_get_uint (from)].value);
  return TRUE;
}

static gboolean
port_to_text (GBinding *binding, const GValue *from, GValue *to, gpointer data)
{
  guint port = g_value_get_uint (from);

  g_value_take_string (to, port > 0 ? g_strdup_printf ("%u", port) : g_strdup (""));
  return TRUE;
}

/* 0 is no port: that is how "nothing sensible typed" reaches validation. */
static gboolean
text_to_port (GBinding *binding, const GValue *from, GValue *to, gpointer data)
{
  guint64 port = 0;

  g_ascii_string_to_unsigned (g_value_get_string (from), 10, 1, G_MAXUINT16, &port, NULL);
  g_value_set_uint (to, port);
  return TRUE;
}

/* A name is kept as people write it in the entry and as servers are asked for it in the settings. */
static gboolean
text_to_host (GBinding *binding, const GValue *from, GValue *to, gpointer data)
{
  g_autofree char *text = g_strstrip (g_value_dup_string (from));
  char *host = mail_domain_to_ascii (text, NULL);

  g_value_take_string (to, host != NULL ? host : g_steal_pointer (&text));
  return TRUE;
}

static char *
describe_port (MailServerEditor *self, MailServer *server, guint port, MailSecurity security)
{
  return server != NULL ? mail_server_get_port_hint (server) : NULL;
}

static void
clear_errors (MailServerEditor *self)
{
  mail_entry_row_set_error (self->host_row, NULL);
  mail_entry_row_set_error (self->port_row, NULL);
  mail_entry_row_set_error (self->username_row, NULL);
}

static void
on_changed (GtkEditable *editable, MailServerEditor *self)
{
  clear_errors (self);
}

static void
set_server (MailServerEditor *self, MailServer *server)
{
  if (!g_set_object (&self->server, server))
    return;

  g_binding_group_set_source (self->bindings, server);
  clear_errors (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SERVER]);
}

static void
create_bindings (MailServerEditor *self)
{
  GBindingFlags flags = G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE;

  self->bindings = g_binding_group_new ();
  g_binding_group_bind_full (self->bindings, "host", self->host, "text", flags, NULL, text_to_host, NULL,
                             NULL);
  g_binding_group_bind_full (self->bindings, "port", self->port, "text", flags, port_to_text, text_to_port,
                             NULL, NULL);
  g_binding_group_bind_full (self->bindings, "security", self->security, "selected", flags,
                             security_to_position, position_to_security, NULL, NULL);
  g_binding_group_bind (self->bindings, "username", self->username, "text", flags);
}

static MailEntryRow *
row_of_fault (MailServerEditor *self)
{
  g_autofree char *host = mail_domain_to_ascii (mail_server_get_host (self->server), NULL);

  if (host == NULL)
    return self->host_row;

  return mail_server_get_port (self->server) == 0 ? self->port_row : self->username_row;
}

static void
mail_server_editor_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  MailServerEditor *self = MAIL_SERVER_EDITOR (object);

  switch ((MailServerEditorProperty) id)
    {
    case PROP_SERVER:
      g_value_set_object (value, self->server);
      break;
    case PROP_SHOWS_USERNAME:
      g_value_set_boolean (value, self->shows_username);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mail_server_editor_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  MailServerEditor *self = MAIL_SERVER_EDITOR (object);

  switch ((MailServerEditorProperty) id)
    {
    case PROP_SERVER:
      set_server (self, g_value_get_object (value));
      break;
    case PROP_SHOWS_USERNAME:
      self->shows_username = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mail_server_editor_dispose (GObject *object)
{
  MailServerEditor *self = MAIL_SERVER_EDITOR (object);

  g_clear_object (&self->bindings);
  g_clear_object (&self->server);
  gtk_widget_dispose_template (GTK_WIDGET (object), MAIL_TYPE_SERVER_EDITOR);

  G_OBJECT_CLASS (mail_server_editor_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/mail-server-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, MailServerEditor, host_row);
  gtk_widget_class_bind_template_child (widget_class, MailServerEditor, host);
  gtk_widget_class_bind_template_child (widget_class, MailServerEditor, security_caption);
  gtk_widget_class_bind_template_child (widget_class, MailServerEditor, security);
  gtk_widget_class_bind_template_child (widget_class, MailServerEditor, port_row);
  gtk_widget_class_bind_template_child (widget_class, MailServerEditor, port);
  gtk_widget_class_bind_template_child (widget_class, MailServerEditor, username_row);
  gtk_widget_class_bind_template_child (widget_class, MailServerEditor, username);
  gtk_widget_class_bind_template_callback (widget_class, describe_port);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
}

static void
mail_server_editor_class_init (MailServerEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = mail_server_editor_dispose;
  object_class->get_property = mail_server_editor_get_property;
  object_class->set_property = mail_server_editor_set_property;

  properties[PROP_SERVER]
      = g_param_spec_object ("server", NULL, NULL, MAIL_TYPE_SERVER,
                             G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SHOWS_USERNAME]
      = g_param_spec_boolean ("shows-username", NULL, NULL, TRUE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (MAIL_TYPE_ENTRY_ROW);
  g_type_ensure (MAIL_TYPE_INFO_BUTTON);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
mail_server_editor_init (MailServerEditor *self)
{
  g_autoptr (GListModel) securities = create_securities ();

  self->shows_username = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->security), securities);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->security), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  self->security_caption, NULL, -1);
  create_bindings (self);
}

/**
 * mail_server_editor_validate:
 * @self: an editor
 *
 * Looks whether the server can be used, and says at the field what is missing.
 *
 * Returns: %TRUE where it can be used
 */
gboolean
mail_server_editor_validate (MailServerEditor *self)
{
  g_autoptr (GError) error = NULL;

  clear_errors (self);
  if (self->server == NULL || mail_server_validate (self->server, &error))
    return TRUE;

  mail_entry_row_set_error (row_of_fault (self), error->message);
  mail_entry_row_focus (row_of_fault (self));
  return FALSE;
}

/**
 * mail_server_editor_find_field:
 * @self: an editor
 * @field: what has to be changed
 *
 * Puts the cursor there.
 */
void
mail_server_editor_find_field (MailServerEditor *self, MailAction field)
{
  if (field == MAIL_ACTION_CHANGE_USERNAME)
    mail_entry_row_focus (self->username_row);
  else if (field == MAIL_ACTION_CHANGE_SECURITY)
    gtk_widget_grab_focus (self->security);
  else
    mail_entry_row_focus (self->host_row);
}
