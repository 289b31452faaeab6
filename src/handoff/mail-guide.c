/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-guide.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mail-error.h"
#include "mail-guide-document.h"
#include "mail-guides-resource.h"
#include "mail-trust-warning.h"

#define GUIDES_PATH APP_PATH "/guides/"

/**
 * MailGuide:
 *
 * How an account is set up by hand in one program. A guide is a file, written in English and translated by
 * gettext; for an account, its values stand in the place of the placeholders. Immutable.
 */
struct _MailGuide
{
  GObject parent_instance;

  MailGuideDocument *document;
};

G_DEFINE_FINAL_TYPE (MailGuide, mail_guide, G_TYPE_OBJECT)

/* Nothing happens before the first guide is asked for. */
static GBytes *
read_resource (const char *name, GError **error)
{
  g_autofree char *path = g_strconcat (GUIDES_PATH, name, NULL);

  mail_guides_register_resource ();
  return g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
}

/* For comparing: without accents, and with “ae” and “ä” alike, as people write where they have no umlauts. */
static char *
fold (const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);
  g_autofree char *apart = g_utf8_normalize (folded, -1, G_NORMALIZE_ALL);
  GString *plain = g_string_new (NULL);

  for (const char *p = apart; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      char last = plain->len > 0 ? plain->str[plain->len - 1] : '\0';

      if (!g_unichar_ismark (c) && !(c == 'e' && last != '\0' && strchr ("aou", last) != NULL))
        g_string_append_unichar (plain, c);
    }
  return g_string_free (plain, FALSE);
}

static void
mail_guide_finalize (GObject *object)
{
  MailGuide *self = MAIL_GUIDE (object);

  g_clear_pointer (&self->document, mail_guide_document_free);
  G_OBJECT_CLASS (mail_guide_parent_class)->finalize (object);
}

static void
mail_guide_class_init (MailGuideClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mail_guide_finalize;
}

static void
mail_guide_init (MailGuide *self)
{
}

/**
 * mail_guide_list:
 *
 * Returns: (transfer full): the ids of all guides, in the order in which a person is shown them
 */
GStrv
mail_guide_list (void)
{
  g_autoptr (GBytes) list = read_resource ("list", NULL);
  g_autofree char *text = NULL;

  /* It is part of the program: were it missing, so would be everything else. */
  g_assert (list != NULL);
  text = g_strndup (g_bytes_get_data (list, NULL), g_bytes_get_size (list));
  return g_strsplit (g_strchomp (text), "\n", -1);
}

/**
 * mail_guide_load:
 * @id: the name of a guide
 * @error: return location for a %MAIL_ERROR_HANDOFF_FAILED, where there is none of this name
 *
 * Returns: (transfer full): the guide
 */
MailGuide *
mail_guide_load (const char *id, GError **error)
{
  g_auto (GStrv) ids = mail_guide_list ();
  g_autofree char *name = g_strconcat (id, ".xml", NULL);
  g_autoptr (GBytes) bytes = NULL;
  MailGuideDocument *document;
  MailGuide *self;

  /* Only what is in the list, whatever else a path may lead to. */
  if (!g_strv_contains ((const char *const *) ids, id) || (bytes = read_resource (name, NULL)) == NULL)
    {
      /* Translators: %s is what was typed as the name of a mail program. */
      g_set_error (error, MAIL_ERROR, MAIL_ERROR_HANDOFF_FAILED, _("There is no guide for “%s”."), id);
      return NULL;
    }
  document = mail_guide_document_new (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error);
  if (document == NULL)
    return NULL;
  self = g_object_new (MAIL_TYPE_GUIDE, NULL);
  self->document = document;
  return self;
}

/**
 * mail_guide_get_id:
 * @self: a guide
 *
 * Returns: (transfer none): what the command line calls it: "thunderbird"
 */
const char *
mail_guide_get_id (MailGuide *self)
{
  return self->document->id;
}

/**
 * mail_guide_get_name:
 * @self: a guide
 *
 * Returns: (transfer none): the name of the program or device, never translated
 */
const char *
mail_guide_get_name (MailGuide *self)
{
  return self->document->name;
}

/**
 * mail_guide_get_group:
 * @self: a guide
 *
 * Returns: (transfer none): where it belongs: "windows" "mac" "iphone" "android" "linux" "old"
 */
const char *
mail_guide_get_group (MailGuide *self)
{
  return self->document->group;
}

/**
 * mail_guide_get_group_label:
 * @group: a group, as mail_guide_get_group() names it
 *
 * Returns: (transfer none): its name for people, translated
 */
const char *
mail_guide_get_group_label (const char *group)
{
  static const struct
  {
    const char *group;
    const char *label;
  } labels[] = {
    { "windows", N_("Windows") }, { "mac", N_("Mac") },     { "iphone", N_("iPhone and iPad") },
    { "android", N_("Android") }, { "linux", N_("Linux") }, { "old", N_("Older programs") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (labels); i++)
    if (g_str_equal (labels[i].group, group))
      return _ (labels[i].label);
  g_return_val_if_reached (group);
}

/**
 * mail_guide_get_version:
 * @self: a guide
 *
 * Returns: (transfer none): the program and the version that the guide was written for: "Thunderbird 140"
 */
const char *
mail_guide_get_version (MailGuide *self)
{
  return self->document->version;
}

/**
 * mail_guide_get_date:
 * @self: a guide
 *
 * Returns: (transfer none): when it was written, as "2026-08-30"
 */
const char *
mail_guide_get_date (MailGuide *self)
{
  return self->document->date;
}

/**
 * mail_guide_get_verdict:
 * @self: a guide
 *
 * Returns: whether the program can be set up today
 */
MailGuideVerdict
mail_guide_get_verdict (MailGuide *self)
{
  return self->document->verdict;
}

/**
 * mail_guide_get_note:
 * @self: a guide
 *
 * Returns: (transfer full) (nullable): what a person has to know first, translated
 */
char *
mail_guide_get_note (MailGuide *self)
{
  const char *note = self->document->note;

  return note != NULL ? g_strdup (mail_guide_document_translate (note)) : NULL;
}

/**
 * mail_guide_get_instead:
 * @self: a guide
 *
 * Returns: (transfer none) (nullable): the id of the guide for the program that is better taken
 */
const char *
mail_guide_get_instead (MailGuide *self)
{
  return self->document->instead;
}

/**
 * mail_guide_matches:
 * @self: a guide
 * @words: what a person looks for
 *
 * Each word has to be found somewhere in the names of the program, its version and its group. Upper and lower
 * case are alike, and so are “ü”, “ue” and “u”.
 *
 * Returns: whether the guide is one that is looked for
 */
gboolean
mail_guide_matches (MailGuide *self, const char *words)
{
  const MailGuideDocument *document = self->document;
  g_autofree char *text
      = g_strjoin ("\n", document->id, document->name, document->group,
                   mail_guide_get_group_label (document->group), document->version, document->keywords, NULL);
  g_autofree char *place = fold (text);
  g_autofree char *wanted = fold (words);
  g_auto (GStrv) parts = g_strsplit_set (wanted, " \t", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (strstr (place, parts[i]) == NULL)
      return FALSE;
  return TRUE;
}

/**
 * mail_guide_get_refusal:
 * @self: a guide
 * @account: an account
 *
 * Returns: (transfer full) (nullable): why the program cannot hold the account, translated; %NULL where it
 * can
 */
char *
mail_guide_get_refusal (MailGuide *self, MailAccount *account)
{
  return mail_guide_document_get_refusal (self->document, account);
}

/**
 * mail_guide_get_steps:
 * @self: a guide
 * @account: an account
 *
 * Returns: (transfer full) (element-type MailGuideStep): what is to be done, in order, each step followed by
 *   its fields; empty where the program is too old or cannot hold the account
 */
GPtrArray *
mail_guide_get_steps (MailGuide *self, MailAccount *account)
{
  g_autofree char *refusal = mail_guide_get_refusal (self, account);

  return refusal == NULL ? mail_guide_document_get_steps (self->document, account) : g_ptr_array_new ();
}

/* Where the note does not name the better program by itself. */
static char *
get_advice (MailGuide *self, const char *note)
{
  g_autoptr (MailGuide) instead
      = self->document->instead != NULL ? mail_guide_load (self->document->instead, NULL) : NULL;

  if (instead == NULL || (note != NULL && strstr (note, instead->document->name) != NULL))
    return NULL;
  /* Translators: %s is the name of a mail program. */
  return g_strdup_printf (_("Better take: %s."), instead->document->name);
}

static void
take_sentence (GStrvBuilder *sentences, char *sentence)
{
  if (sentence != NULL)
    g_strv_builder_add (sentences, sentence);
  g_free (sentence);
}

/**
 * mail_guide_get_about:
 * @self: a guide
 *
 * Returns: (transfer full): in a translated sentence, for which program it was written, and when
 */
char *
mail_guide_get_about (MailGuide *self)
{
  g_autofree char *time = g_strconcat (self->document->date, "T00:00:00Z", NULL);
  g_autoptr (GDateTime) day = g_date_time_new_from_iso8601 (time, NULL);
  /* Translators: a date with all its parts, as for g_date_time_format (): “30 August 2026”. */
  g_autofree char *date
      = day != NULL ? g_date_time_format (day, _("%-d %B %Y")) : g_strdup (self->document->date);

  /* Translators: a program with its version, and a date: “Written for Thunderbird 140, as of 30 August 2026.”
   */
  return g_strdup_printf (_("Written for %s, as of %s."), self->document->version, date);
}

/**
 * mail_guide_get_remarks:
 * @self: a guide
 * @account: an account
 *
 * Returns: (array zero-terminated=1) (transfer full): what a person has to know before the first step, a
 * translated sentence or two each: limits of the program, a better one, doubts about the certificate
 */
char **
mail_guide_get_remarks (MailGuide *self, MailAccount *account)
{
  g_autoptr (GStrvBuilder) remarks = g_strv_builder_new ();
  g_autoptr (GPtrArray) steps = mail_guide_get_steps (self, account);
  g_autofree char *note = mail_guide_get_note (self);

  take_sentence (remarks, g_strdup (note));
  take_sentence (remarks, mail_guide_get_refusal (self, account));
  take_sentence (remarks, get_advice (self, note));
  if (steps->len > 0)
    take_sentence (remarks, mail_trust_warning_new (self->document->name, account));
  return g_strv_builder_end (remarks);
}

/**
 * mail_guide_write:
 * @self: a guide
 * @account: an account
 * @paper: where to put it: what to know before, the steps with the values of @account, and of when it is
 */
void
mail_guide_write (MailGuide *self, MailAccount *account, MailPaper *paper)
{
  g_autofree char *about = mail_guide_get_about (self);
  g_auto (GStrv) remarks = mail_guide_get_remarks (self, account);
  g_autoptr (GPtrArray) steps = mail_guide_get_steps (self, account);

  for (gsize i = 0; remarks[i] != NULL; i++)
    mail_paper_add (paper, MAIL_PAPER_NOTE, remarks[i]);
  for (guint i = 0; i < steps->len; i++)
    {
      const MailGuideStep *step = g_ptr_array_index (steps, i);
      const char *value = step->value != NULL ? step->value : step->choice;

      if (step->number > 0)
        mail_paper_add (paper, MAIL_PAPER_STEP, step->text);
      else
        mail_paper_add_field (paper, step->value_name, value, step->value != NULL);
    }
  mail_paper_add (paper, MAIL_PAPER_SMALL, about);
}

/**
 * mail_guide_to_paper:
 * @self: a guide
 * @account: an account
 *
 * Returns: (transfer full): all of it, to be printed or kept
 */
MailPaper *
mail_guide_to_paper (MailGuide *self, MailAccount *account)
{
  const char *address = mail_address_get_address (mail_account_get_address (account));
  /* Translators: the name of a mail program or device, and an e-mail address. */
  g_autofree char *title = g_strdup_printf (_("%s: how to set up %s"), self->document->name, address);
  MailPaper *paper = mail_paper_new (title);

  mail_guide_write (self, account, paper);

  return paper;
}
