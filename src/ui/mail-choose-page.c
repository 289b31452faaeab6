/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-choose-page.h"

#include <glib/gi18n-lib.h>

#include "mail-candidate-row.h"
#include "mail-consent-card.h"

struct _MailChoosePage
{
  MailPage parent_instance;

  /* While the rows are made, a row that is switched on is no choice of the person. */
  gboolean filling;

  GtkWidget *rows;
  MailConsentCard *consent_card;
};

G_DEFINE_FINAL_TYPE (MailChoosePage, mail_choose_page, MAIL_TYPE_PAGE)

static MailSetup *
get_setup (MailChoosePage *self)
{
  return mail_page_get_setup (MAIL_PAGE (self));
}

static GListModel *
get_candidates (MailChoosePage *self)
{
  MailDiscovery *search = mail_setup_get_search (get_setup (self));

  return search != NULL ? mail_discovery_get_candidates (search) : NULL;
}

static void
on_row_toggled (GtkCheckButton *button, MailChoosePage *self)
{
  if (!self->filling && gtk_check_button_get_active (button))
    mail_setup_choose (get_setup (self), mail_candidate_row_get_candidate (MAIL_CANDIDATE_ROW (button)));
}

static GtkWidget *
add_row (MailChoosePage *self, MailCandidate *candidate, GtkWidget *group)
{
  MailSetup *setup = get_setup (self);
  GtkWidget *row = mail_candidate_row_new (candidate, setup);

  gtk_check_button_set_group (GTK_CHECK_BUTTON (row), GTK_CHECK_BUTTON (group));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (row), candidate == mail_setup_get_candidate (setup));
  g_signal_connect_object (row, "toggled", G_CALLBACK (on_row_toggled), self, 0);
  gtk_box_append (GTK_BOX (self->rows), row);

  return row;
}

static void
clear (MailChoosePage *self)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (self->rows)) != NULL)
    gtk_box_remove (GTK_BOX (self->rows), row);
}

/* What cannot be set up is no choice. */
static void
fill (MailChoosePage *self)
{
  GListModel *candidates = get_candidates (self);
  guint length = candidates != NULL ? g_list_model_get_n_items (candidates) : 0;
  GtkWidget *first = NULL;

  self->filling = TRUE;
  clear (self);
  for (guint i = 0; i < length; i++)
    {
      g_autoptr (MailCandidate) candidate = g_list_model_get_item (candidates, i);
      GtkWidget *row;

      if (!mail_candidate_is_complete (candidate))
        continue;
      row = add_row (self, candidate, first);
      if (first == NULL)
        first = row;
    }
  self->filling = FALSE;
}

/* One row is nothing to choose from: it has only to be looked at. */
static void
update_words (MailChoosePage *self)
{
  MailSetup *setup = get_setup (self);
  GtkWidget *first = gtk_widget_get_first_child (self->rows);
  gboolean several = first != NULL && gtk_widget_get_next_sibling (first) != NULL;
  g_autofree char *heading = NULL;

  if (several)
    /* Translators: %s is the domain of an e-mail address. */
    heading = g_strdup_printf (_("Settings for %s"),
                               mail_address_get_display_domain (mail_setup_get_address (setup)));
  else
    heading = g_strdup (_("Are these your servers?"));

  g_object_set (self, "heading", heading, "description",
                several ? _("There is more than one answer. The first is the best one; take another if you "
                             "know better.")
                        : NULL,
                NULL);
  gtk_widget_set_can_focus (self->rows, several);
  gtk_widget_set_can_target (self->rows, several);
  if (several)
    {
      mail_candidate_row_mark_best (MAIL_CANDIDATE_ROW (first));
      gtk_widget_remove_css_class (self->rows, "alone");
    }
  else
    gtk_widget_add_css_class (self->rows, "alone");
}

static void
mail_choose_page_shown (MailPage *page)
{
  MailChoosePage *self = MAIL_CHOOSE_PAGE (page);

  fill (self);
  update_words (self);
}

static gboolean
mail_choose_page_next (MailPage *page)
{
  MailChoosePage *self = MAIL_CHOOSE_PAGE (page);
  const char *missing = NULL;
  gboolean complete = mail_setup_is_page_complete (get_setup (self), MAIL_SETUP_PAGE_CHOOSE, &missing);

  return mail_consent_card_validate (self->consent_card, missing) && complete;
}

static void
mail_choose_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), MAIL_TYPE_CHOOSE_PAGE);

  G_OBJECT_CLASS (mail_choose_page_parent_class)->dispose (object);
}

static void
mail_choose_page_class_init (MailChoosePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  MailPageClass *page_class = MAIL_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mail_choose_page_dispose;
  page_class->shown = mail_choose_page_shown;
  page_class->next = mail_choose_page_next;

  g_type_ensure (MAIL_TYPE_CONSENT_CARD);
  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/mail-choose-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MailChoosePage, rows);
  gtk_widget_class_bind_template_child (widget_class, MailChoosePage, consent_card);
}

static void
mail_choose_page_init (MailChoosePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
