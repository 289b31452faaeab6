/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-save-page.h"

#include <glib/gi18n-lib.h>

#include "mail-diagnosis-view.h"
#include "mail-trust-words.h"

struct _MailSavePage
{
  MailPage parent_instance;

  gboolean failed;

  GtkWidget *secrets;
  GtkWidget *place;
  GtkWidget *trust;
  GtkWidget *decisions;
  GtkWidget *existing;
  GtkWidget *existing_label;
  GtkWidget *replace;
  GtkWidget *missing;
  GtkWidget *progress;
  GtkWidget *failure;
  MailDiagnosisView *diagnosis_view;
};

G_DEFINE_FINAL_TYPE (MailSavePage, mail_save_page, MAIL_TYPE_PAGE)

static MailSetup *
get_setup (MailSavePage *self)
{
  return mail_page_get_setup (MAIL_PAGE (self));
}

static char *
describe_secrets (MailSettings *settings)
{
  MailServer *incoming = mail_settings_get_incoming (settings);
  MailServer *outgoing = mail_settings_get_outgoing (settings);

  if (mail_server_get_auth (outgoing) == MAIL_AUTH_NONE
      || g_str_equal (mail_server_get_host (incoming), mail_server_get_host (outgoing)))
    /* Translators: %s is a server. */
    return g_strdup_printf (_("For %s. Mail programs can find it there."), mail_server_get_host (incoming));

  /* Translators: both are servers: “For imap.gmx.net and mail.gmx.net.” */
  return g_strdup_printf (_("For %s and %s. Mail programs can find it there."),
                          mail_server_get_host (incoming), mail_server_get_host (outgoing));
}

/* The folder as people know it: their home is "~". */
static char *
describe_place (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "siegel", NULL);
  const char *home = g_get_home_dir ();
  g_autofree char *shown
      = g_str_has_prefix (folder, home) ? g_strconcat ("~", folder + strlen (home), NULL) : g_strdup (folder);

  /* Translators: %s is a folder, for instance “~/.local/share/siegel”. */
  return g_strdup_printf (_("In %s. There is no password in it."), shown);
}

static void
show_trust (MailSavePage *self)
{
  MailSetup *setup = get_setup (self);
  g_autofree char *decisions
      = mail_trust_dup_decisions (mail_setup_get_settings (setup), mail_setup_get_ca_file (setup));

  gtk_label_set_text (GTK_LABEL (self->decisions), decisions != NULL ? decisions : "");
  gtk_widget_set_visible (self->trust, decisions != NULL);
}

static void
show_existing (MailSavePage *self)
{
  MailAccount *existing = mail_setup_get_existing (get_setup (self));
  g_autofree char *text = NULL;
  gboolean editing;

  gtk_widget_set_visible (self->existing, existing != NULL);
  if (existing == NULL)
    return;

  /* What somebody came here to change is not asked about. */
  editing = mail_setup_get_editing (get_setup (self)) != NULL;
  /* Translators: %s is an e-mail address. */
  text = g_strdup_printf (editing ? _("This replaces the settings of %s that are stored now.")
                                  : _("%s is set up already."),
                          mail_address_get_address (mail_account_get_address (existing)));
  gtk_label_set_label (GTK_LABEL (self->existing_label), text);
  gtk_widget_set_visible (self->replace, !editing);
}

static void
update_next (MailSavePage *self)
{
  gboolean saving = mail_setup_get_saving (get_setup (self));

  gtk_widget_set_visible (self->progress, saving);
  mail_page_set_next (MAIL_PAGE (self), self->failed && !saving ? _("_Try Again") : _("_Save"), !saving);
}

static void
show_failure (MailSavePage *self, const GError *error)
{
  g_autoptr (MailDiagnosis) diagnosis = NULL;

  self->failed = error != NULL;
  if (error != NULL)
    diagnosis = mail_diagnosis_new_for_error (error, mail_setup_get_provider (get_setup (self)));
  mail_diagnosis_view_set_diagnosis (self->diagnosis_view, diagnosis);
  gtk_widget_set_visible (self->failure, self->failed);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MailSavePage) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean saved = mail_setup_save_finish (MAIL_SETUP (source), result, &error);

  if (get_setup (self) == NULL)
    return;

  if (!saved && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_failure (self, error);
  update_next (self);
  if (saved)
    mail_page_advance (MAIL_PAGE (self));
}

static void
start (MailSavePage *self)
{
  show_failure (self, NULL);
  mail_setup_save_async (get_setup (self), mail_page_get_visit (MAIL_PAGE (self)), on_saved,
                         g_object_ref (self));
  update_next (self);
}

static void
on_acted (MailDiagnosisView *view, MailDiagnosis *diagnosis, MailSavePage *self)
{
  if (mail_diagnosis_get_action (diagnosis) == MAIL_ACTION_TRY_AGAIN)
    start (self);
}

static void
on_replace_toggled (GtkCheckButton *button, MailSavePage *self)
{
  mail_setup_set_replace (get_setup (self), gtk_check_button_get_active (button));
  gtk_widget_hide (self->missing);
}

static void
mail_save_page_shown (MailPage *page)
{
  MailSavePage *self = MAIL_SAVE_PAGE (page);
  g_autofree char *secrets = describe_secrets (mail_setup_get_settings (get_setup (self)));
  g_autofree char *place = describe_place ();

  gtk_label_set_label (GTK_LABEL (self->secrets), secrets);
  gtk_label_set_label (GTK_LABEL (self->place), place);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->replace), mail_setup_get_replace (get_setup (self)));
  gtk_widget_hide (self->missing);
  show_trust (self);
  show_existing (self);
  show_failure (self, NULL);
  update_next (self);
}

static gboolean
mail_save_page_next (MailPage *page)
{
  MailSavePage *self = MAIL_SAVE_PAGE (page);
  const char *missing = NULL;

  if (mail_setup_is_page_complete (get_setup (self), MAIL_SETUP_PAGE_SAVE, &missing))
    {
      start (self);
      return FALSE;
    }

  gtk_label_set_label (GTK_LABEL (self->missing), missing);
  gtk_widget_show (self->missing);
  gtk_widget_grab_focus (self->replace);
  return FALSE;
}

static void
mail_save_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), MAIL_TYPE_SAVE_PAGE);

  G_OBJECT_CLASS (mail_save_page_parent_class)->dispose (object);
}

static void
mail_save_page_class_init (MailSavePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  MailPageClass *page_class = MAIL_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mail_save_page_dispose;
  page_class->shown = mail_save_page_shown;
  page_class->next = mail_save_page_next;

  g_type_ensure (MAIL_TYPE_DIAGNOSIS_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/mail-save-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MailSavePage, secrets);
  gtk_widget_class_bind_template_child (widget_class, MailSavePage, place);
  gtk_widget_class_bind_template_child (widget_class, MailSavePage, trust);
  gtk_widget_class_bind_template_child (widget_class, MailSavePage, decisions);
  gtk_widget_class_bind_template_child (widget_class, MailSavePage, existing);
  gtk_widget_class_bind_template_child (widget_class, MailSavePage, existing_label);
  gtk_widget_class_bind_template_child (widget_class, MailSavePage, replace);
  gtk_widget_class_bind_template_child (widget_class, MailSavePage, missing);
  gtk_widget_class_bind_template_child (widget_class, MailSavePage, progress);
  gtk_widget_class_bind_template_child (widget_class, MailSavePage, failure);
  gtk_widget_class_bind_template_child (widget_class, MailSavePage, diagnosis_view);
  gtk_widget_class_bind_template_callback (widget_class, on_acted);
  gtk_widget_class_bind_template_callback (widget_class, on_replace_toggled);
}

static void
mail_save_page_init (MailSavePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
