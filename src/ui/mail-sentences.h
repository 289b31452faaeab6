/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Sentences in a box, one below the other. */
void mail_sentences_show (GtkWidget *box, const char *const *sentences, const char *icon_name);
void mail_sentences_show_steps (GtkWidget *box, const char *const *sentences);

G_END_DECLS
