/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A person looks for the name of a program, and does not care by which of three ways the account gets there.
 */
#include "config.h"

#include "mail-handover-item.h"

#include <glib/gi18n-lib.h>

struct _MailHandoverItem
{
  GObject parent_instance;

  MailHandoverSection section;
  MailHandoff *handoff;
  const MailExport *format;
  MailGuide *guide;
};

G_DEFINE_FINAL_TYPE (MailHandoverItem, mail_handover_item, G_TYPE_OBJECT)

/* Into a program with windows a person types the values; where it finds a file is for administrators. */
static MailHandoverSection
get_section_of_export (const MailExport *format)
{
  if (format->group == MAIL_EXPORT_DEVICE)
    return MAIL_HANDOVER_DEVICE;
  return format->group == MAIL_EXPORT_TERMINAL && mail_export_is_present (format) ? MAIL_HANDOVER_HERE
                                                                                  : MAIL_HANDOVER_FILE;
}

static MailHandoverSection
get_section_of_guide (const char *id)
{
  const MailExport *format = mail_export_find (id);

  return format != NULL && format->group == MAIL_EXPORT_DESKTOP && mail_export_is_present (format)
             ? MAIL_HANDOVER_HERE
             : MAIL_HANDOVER_GUIDE;
}

static void
mail_handover_item_dispose (GObject *object)
{
  MailHandoverItem *self = MAIL_HANDOVER_ITEM (object);

  g_clear_object (&self->handoff);
  g_clear_object (&self->guide);
  G_OBJECT_CLASS (mail_handover_item_parent_class)->dispose (object);
}

static void
mail_handover_item_class_init (MailHandoverItemClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mail_handover_item_dispose;
}

static void
mail_handover_item_init (MailHandoverItem *self)
{
}

/**
 * mail_handover_item_new_for_handoff:
 * @handoff: a program that can be told
 *
 * Returns: (transfer full): the way to it
 */
MailHandoverItem *
mail_handover_item_new_for_handoff (MailHandoff *handoff)
{
  MailHandoverItem *self = g_object_new (MAIL_TYPE_HANDOVER_ITEM, NULL);

  self->section = MAIL_HANDOVER_HERE;
  self->handoff = g_object_ref (handoff);
  return self;
}

/**
 * mail_handover_item_new_for_export:
 * @format: a format
 *
 * Returns: (transfer full): the way to what reads it
 */
MailHandoverItem *
mail_handover_item_new_for_export (const MailExport *format)
{
  MailHandoverItem *self = g_object_new (MAIL_TYPE_HANDOVER_ITEM, NULL);

  self->section = get_section_of_export (format);
  self->format = format;
  return self;
}

/**
 * mail_handover_item_new_for_guide:
 * @guide: a guide
 *
 * Returns: (transfer full): the way by hand
 */
MailHandoverItem *
mail_handover_item_new_for_guide (MailGuide *guide)
{
  MailHandoverItem *self = g_object_new (MAIL_TYPE_HANDOVER_ITEM, NULL);

  self->section = get_section_of_guide (mail_guide_get_id (guide));
  self->guide = g_object_ref (guide);
  return self;
}

/**
 * mail_handover_item_get_section:
 * @self: a way
 *
 * Returns: where a person looks for it
 */
MailHandoverSection
mail_handover_item_get_section (MailHandoverItem *self)
{
  return self->section;
}

/**
 * mail_handover_item_get_name:
 * @self: a way
 *
 * Returns: (transfer none): the name of the program
 */
const char *
mail_handover_item_get_name (MailHandoverItem *self)
{
  if (self->handoff != NULL)
    return mail_handoff_get_name (self->handoff);
  return self->format != NULL ? _ (self->format->name) : mail_guide_get_name (self->guide);
}

/**
 * mail_handover_item_get_summary:
 * @self: a way
 *
 * Returns: (transfer none): what it is for, in translated words; of a guide among guides: for which version
 * it was written
 */
const char *
mail_handover_item_get_summary (MailHandoverItem *self)
{
  if (self->handoff != NULL)
    return mail_handoff_get_summary (self->handoff);
  if (self->format != NULL)
    return _ (self->format->summary);
  return self->section == MAIL_HANDOVER_GUIDE ? mail_guide_get_version (self->guide) : _("Step by step");
}

/**
 * mail_handover_item_get_handoff:
 * @self: a way
 *
 * Returns: (nullable) (transfer none): the program that is told
 */
MailHandoff *
mail_handover_item_get_handoff (MailHandoverItem *self)
{
  return self->handoff;
}

/**
 * mail_handover_item_get_export:
 * @self: a way
 *
 * Returns: (nullable) (transfer none): the format of the file
 */
const MailExport *
mail_handover_item_get_export (MailHandoverItem *self)
{
  return self->format;
}

/**
 * mail_handover_item_get_guide:
 * @self: a way
 *
 * Returns: (nullable) (transfer none): the guide
 */
MailGuide *
mail_handover_item_get_guide (MailHandoverItem *self)
{
  return self->guide;
}

/**
 * mail_handover_item_matches:
 * @self: a way
 * @words: what somebody looks for, as typed
 *
 * Returns: whether the way is meant; each word has to begin one of its own
 */
gboolean
mail_handover_item_matches (MailHandoverItem *self, const char *words)
{
  g_autofree char *text = NULL;

  if (self->guide != NULL)
    return mail_guide_matches (self->guide, words);
  text = g_strjoin (" ", mail_handover_item_get_name (self), mail_handover_item_get_summary (self), NULL);
  return g_str_match_string (words, text, TRUE);
}

static void
append (GListStore *list, MailHandoverItem *item)
{
  g_list_store_append (list, item);
  g_object_unref (item);
}

/* Those of one section, in their order. */
static void
append_guides (GListStore *list, char **ids, MailHandoverSection section)
{
  for (gsize i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (MailGuide) guide
          = get_section_of_guide (ids[i]) == section ? mail_guide_load (ids[i], NULL) : NULL;

      if (guide != NULL)
        append (list, mail_handover_item_new_for_guide (guide));
    }
}

/**
 * mail_handover_list_new:
 *
 * Reads all guides, so it is made when a person wants to see it, and not before.
 *
 * Returns: (transfer full): a list of [class@Mail.HandoverItem], all sections together, each in its order:
 *   programs with windows before those of the terminal
 */
GListModel *
mail_handover_list_new (void)
{
  GListStore *list = g_list_store_new (MAIL_TYPE_HANDOVER_ITEM);
  g_autoptr (GListModel) handoffs = mail_handoff_list_new ();
  g_auto (GStrv) guides = mail_guide_list ();

  for (guint i = 0; i < g_list_model_get_n_items (handoffs); i++)
    {
      g_autoptr (MailHandoff) handoff = g_list_model_get_item (handoffs, i);

      append (list, mail_handover_item_new_for_handoff (handoff));
    }
  append_guides (list, guides, MAIL_HANDOVER_HERE);
  for (const MailExport *const *format = mail_export_list (); *format != NULL; format++)
    append (list, mail_handover_item_new_for_export (*format));
  append_guides (list, guides, MAIL_HANDOVER_GUIDE);
  return G_LIST_MODEL (list);
}
