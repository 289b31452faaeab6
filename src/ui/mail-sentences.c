/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-sentences.h"

static void
clear (GtkWidget *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (box)) != NULL)
    gtk_box_remove (GTK_BOX (box), child);
}

static void
append (GtkWidget *box, GtkWidget *mark, const char *sentence)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", sentence, "xalign", 0.0, "wrap", TRUE,
                                   "wrap-mode", PANGO_WRAP_WORD_CHAR, "hexpand", TRUE, NULL);

  if (mark != NULL)
    {
      gtk_widget_set_valign (mark, GTK_ALIGN_START);
      gtk_box_append (GTK_BOX (line), mark);
    }
  gtk_box_append (GTK_BOX (line), label);
  gtk_box_append (GTK_BOX (box), line);
}

/**
 * mail_sentences_show:
 * @box: an upright box; it is hidden while there is nothing to say
 * @sentences: (nullable) (array zero-terminated=1): what to say
 * @icon_name: (nullable): what stands before each
 *
 * Takes the place of what the box said before.
 */
void
mail_sentences_show (GtkWidget *box, const char *const *sentences, const char *icon_name)
{
  clear (box);
  for (gsize i = 0; sentences != NULL && sentences[i] != NULL; i++)
    append (box,
            icon_name != NULL ? g_object_new (GTK_TYPE_IMAGE, "icon-name", icon_name, "accessible-role",
                                              GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL)
                              : NULL,
            sentences[i]);
  gtk_widget_set_visible (box, gtk_widget_get_first_child (box) != NULL);
}

/**
 * mail_sentences_show_steps:
 * @box: an upright box; it is hidden while there is nothing to do
 * @sentences: (array zero-terminated=1): what to do, in this order
 *
 * The same with numbers.
 */
void
mail_sentences_show_steps (GtkWidget *box, const char *const *sentences)
{
  clear (box);
  for (gsize i = 0; sentences[i] != NULL; i++)
    {
      g_autofree char *number = g_strdup_printf ("%" G_GSIZE_FORMAT ".", i + 1);
      GtkWidget *mark = gtk_label_new (number);

      gtk_widget_add_css_class (mark, "numeric");
      append (box, mark, sentences[i]);
    }
  gtk_widget_set_visible (box, gtk_widget_get_first_child (box) != NULL);
}
