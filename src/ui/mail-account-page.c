/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-account-page.h"

#include <glib/gi18n-lib.h>

#include "mail-entry-row.h"
#include "mail-error.h"
#include "mail-fold.h"
#include "mail-process.h"
#include "mail-provider-card.h"
#include "mail-unknown-card.h"

struct _MailAccountPage
{
  MailPage parent_instance;

  MailEntryRow *address_row;
  MailEntryRow *password_row;
  MailProviderCard *provider_card;
  MailUnknownCard *unknown_card;
  MailFold *correction_fold;
  GtkWidget *correction_label;
  MailFold *file_fold;
  GtkWidget *file_error;
  GtkWidget *name;
  GtkWidget *address;
  GtkWidget *password;
  GtkWidget *keep;
  GtkWidget *imap;
  GtkWidget *pop3;
};

G_DEFINE_FINAL_TYPE (MailAccountPage, mail_account_page, MAIL_TYPE_PAGE)

static MailSetup *
get_setup (MailAccountPage *self)
{
  return mail_page_get_setup (MAIL_PAGE (self));
}

static gboolean
is_recognised (MailAccountPage *self, MailProvider *provider, gboolean known)
{
  return known && (provider == NULL || mail_provider_is_supported (provider));
}

static gboolean
protocol_is_imap (GBinding *binding, const GValue *from, GValue *to, gpointer data)
{
  g_value_set_boolean (to, g_value_get_enum (from) == MAIL_PROTOCOL_IMAP);
  return TRUE;
}

static gboolean
imap_to_protocol (GBinding *binding, const GValue *from, GValue *to, gpointer data)
{
  g_value_set_enum (to, g_value_get_boolean (from) ? MAIL_PROTOCOL_IMAP : MAIL_PROTOCOL_POP3);
  return TRUE;
}

static void
show_address_error (MailAccountPage *self)
{
  const GError *error = mail_setup_get_address_error (get_setup (self));

  mail_entry_row_set_error (self->address_row, error != NULL ? error->message : NULL);
}

/* A slip is asked about beside the entry and told with it, so that the question comes to the eye and the ear.
 */
static void
show_correction (MailAccountPage *self, gboolean show)
{
  const char *correction = mail_setup_get_correction (get_setup (self));
  g_autofree char *text = NULL;

  if (show && correction != NULL)
    {
      /* Translators: a button that corrects an address, with a mnemonic; %s is the address. */
      text = g_strdup_printf (_("_Did you mean %s?"), correction);
      gtk_label_set_label (GTK_LABEL (self->correction_label), text);
    }
  mail_fold_set_open (self->correction_fold, text != NULL);
}

/* While somebody types, an address is not wrong yet, and not unknown either. */
static void
on_address_changed (GtkEditable *editable, MailAccountPage *self)
{
  mail_entry_row_set_error (self->address_row, NULL);
  mail_fold_set_open (self->file_fold, FALSE);
  show_correction (self, FALSE);
  g_object_set (self->unknown_card, "patient", TRUE, NULL);
}

static void
judge_address (MailAccountPage *self)
{
  show_address_error (self);
  show_correction (self, TRUE);
  g_object_set (self->unknown_card, "patient", FALSE, NULL);
}

static void
on_address_left (GtkEventControllerFocus *controller, MailAccountPage *self)
{
  if (*gtk_editable_get_text (GTK_EDITABLE (self->address)) == '\0')
    return;

  judge_address (self);
}

static void
on_correction_clicked (GtkButton *button, MailAccountPage *self)
{
  g_autofree char *correction = g_strdup (mail_setup_get_correction (get_setup (self)));

  if (correction == NULL)
    return;

  mail_setup_set_address_text (get_setup (self), correction);
  judge_address (self);
  mail_entry_row_focus (self->password_row);
}

static void
on_file_wanted (MailAccountPage *self)
{
  mail_page_choose_file (MAIL_PAGE (self));
}

/* The tick is for the eye; screen readers hear the name of the provider with the entry. */
static void
on_candidate_changed (MailAccountPage *self)
{
  const char *name = mail_provider_card_get_name (self->provider_card);
  g_autofree char *text = NULL;

  if (name == NULL)
    return;

  /* Translators: %s is a provider, for instance “GMX”. */
  text = g_strdup_printf (_("Recognised: %s"), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->address), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                  -1);
}

static void
on_password_changed (GtkEditable *editable, MailAccountPage *self)
{
  const char *text = gtk_editable_get_text (editable);
  g_autoptr (MailSecret) secret = *text != '\0' ? mail_secret_new (text, -1) : NULL;

  mail_entry_row_set_error (self->password_row, NULL);
  mail_setup_set_secret (get_setup (self), secret);
}

/* An account that is changed stays the account of its address, and its password is known. */
static void
show_editing (MailAccountPage *self)
{
  gboolean editing = mail_setup_get_editing (get_setup (self)) != NULL;

  gtk_editable_set_editable (GTK_EDITABLE (self->address), !editing);
  gtk_widget_set_visible (self->keep, !editing);
  g_object_set (self->password_row, "hint", editing ? _("Only where it has changed") : NULL, NULL);
}

/* A form that opens is ready to be typed into, at the first field that is empty. */
static void
mail_account_page_shown (MailPage *page)
{
  MailAccountPage *self = MAIL_ACCOUNT_PAGE (page);
  GtkWidget *fields[] = { self->name, self->address, self->password };

  show_editing (self);
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (*gtk_editable_get_text (GTK_EDITABLE (fields[i])) == '\0')
      {
        gtk_widget_grab_focus (fields[i]);
        return;
      }
}

static gboolean
mail_account_page_next (MailPage *page)
{
  MailAccountPage *self = MAIL_ACCOUNT_PAGE (page);
  MailSetup *setup = get_setup (self);
  const char *missing = NULL;
  MailEntryRow *row;

  if (mail_setup_is_page_complete (setup, MAIL_SETUP_PAGE_ACCOUNT, &missing))
    return TRUE;

  row = mail_setup_get_settings (setup) == NULL || mail_setup_get_has_secret (setup) ? self->address_row
                                                                                     : self->password_row;
  mail_entry_row_set_error (row, missing);
  mail_entry_row_focus (row);
  return FALSE;
}

static void
mail_account_page_find_field (MailPage *page, MailAction field, gboolean incoming)
{
  MailAccountPage *self = MAIL_ACCOUNT_PAGE (page);

  mail_entry_row_focus (field == MAIL_ACTION_CHANGE_ADDRESS ? self->address_row : self->password_row);
}

/* The settings of a file are made for an address: without one it is the address that is missing. What was
 * typed stays, also the password. */
static void
mail_account_page_take_file (MailPage *page, const char *path)
{
  MailAccountPage *self = MAIL_ACCOUNT_PAGE (page);
  g_autoptr (GError) error = NULL;

  mail_fold_set_open (self->file_fold, FALSE);
  if (mail_page_use_file (page, path, &error))
    {
      judge_address (self);
      return;
    }

  if (g_error_matches (error, MAIL_ERROR, MAIL_ERROR_ADDRESS_INVALID))
    {
      mail_entry_row_set_error (self->address_row, error->message);
      mail_entry_row_focus (self->address_row);
      return;
    }

  gtk_label_set_label (GTK_LABEL (self->file_error), error->message);
  mail_fold_set_open (self->file_fold, TRUE);
}

/* The system often knows who is sitting there; its words for "nobody in particular" are not a name. */
static void
suggest_name (MailSetup *setup)
{
  const char *name = g_get_real_name ();

  if (*mail_setup_get_name (setup) == '\0' && g_strcmp0 (name, "Unknown") != 0
      && g_strcmp0 (name, "root") != 0)
    mail_setup_set_name (setup, name);
}

static void
mail_account_page_constructed (GObject *object)
{
  const GBindingFlags flags = G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE;
  MailAccountPage *self = MAIL_ACCOUNT_PAGE (object);
  MailSetup *setup = get_setup (self);

  G_OBJECT_CLASS (mail_account_page_parent_class)->constructed (object);

  suggest_name (setup);
  g_object_bind_property (setup, "name", self->name, "text", flags);
  g_object_bind_property (setup, "address-text", self->address, "text", flags);
  g_object_bind_property_full (setup, "protocol", self->imap, "active", flags, protocol_is_imap,
                               imap_to_protocol, NULL, NULL);
  /* Of two radio buttons the other one has to be told which is on at the start. */
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->pop3),
                               mail_setup_get_protocol (setup) == MAIL_PROTOCOL_POP3);
  g_signal_connect_object (setup, "notify::candidate", G_CALLBACK (on_candidate_changed), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  on_candidate_changed (self);
}

static void
mail_account_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), MAIL_TYPE_ACCOUNT_PAGE);

  G_OBJECT_CLASS (mail_account_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/mail-account-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MailAccountPage, address_row);
  gtk_widget_class_bind_template_child (widget_class, MailAccountPage, password_row);
  gtk_widget_class_bind_template_child (widget_class, MailAccountPage, provider_card);
  gtk_widget_class_bind_template_child (widget_class, MailAccountPage, unknown_card);
  gtk_widget_class_bind_template_child (widget_class, MailAccountPage, correction_fold);
  gtk_widget_class_bind_template_child (widget_class, MailAccountPage, correction_label);
  gtk_widget_class_bind_template_child (widget_class, MailAccountPage, file_fold);
  gtk_widget_class_bind_template_child (widget_class, MailAccountPage, file_error);
  gtk_widget_class_bind_template_child (widget_class, MailAccountPage, name);
  gtk_widget_class_bind_template_child (widget_class, MailAccountPage, address);
  gtk_widget_class_bind_template_child (widget_class, MailAccountPage, password);
  gtk_widget_class_bind_template_child (widget_class, MailAccountPage, keep);
  gtk_widget_class_bind_template_child (widget_class, MailAccountPage, imap);
  gtk_widget_class_bind_template_child (widget_class, MailAccountPage, pop3);
  gtk_widget_class_bind_template_callback (widget_class, is_recognised);
  gtk_widget_class_bind_template_callback (widget_class, on_address_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_address_left);
  gtk_widget_class_bind_template_callback (widget_class, on_correction_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_file_wanted);
  gtk_widget_class_bind_template_callback (widget_class, on_password_changed);
}

static void
mail_account_page_class_init (MailAccountPageClass *klass)
{
  MailPageClass *page_class = MAIL_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = mail_account_page_constructed;
  G_OBJECT_CLASS (klass)->dispose = mail_account_page_dispose;
  page_class->shown = mail_account_page_shown;
  page_class->next = mail_account_page_next;
  page_class->find_field = mail_account_page_find_field;
  page_class->take_file = mail_account_page_take_file;

  g_type_ensure (MAIL_TYPE_ENTRY_ROW);
  g_type_ensure (MAIL_TYPE_FOLD);
  g_type_ensure (MAIL_TYPE_PROVIDER_CARD);
  g_type_ensure (MAIL_TYPE_UNKNOWN_CARD);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
mail_account_page_init (MailAccountPage *self)
{
  mail_process_expect_secrets ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
