/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "mail-address.h"
#include "mail-error.h"
#include "mail-secret.h"
#include "mail-server.h"

G_BEGIN_DECLS

typedef struct _MailWatch MailWatch;

/* What a dialogue wants next. */
typedef enum {
  MAIL_TURN_LISTEN,   /* read the next line, then hear(); where get_patience() ends before, resume() */
  MAIL_TURN_SAY,      /* write take_words(), then go on listening */
  MAIL_TURN_ENCRYPT,  /* start TLS, verify the peer, then encrypted() */
  MAIL_TURN_DONE,     /* the goal is reached; take_words() may hold a goodbye worth sending */
  MAIL_TURN_FAIL,     /* error is set */
} MailTurn;

/* What the dialogue is to reach. Strings are copied by begin(). */
typedef struct {
  MailSecurity security;      /* TLS: encrypted() comes first, before the greeting; or STARTTLS */
  MailGoal goal;
  const char *host;           /* for SASL */
  const char *username;
  MailSecret *secret;         /* nullable before MAIL_GOAL_ACCESS, and with sign_in FALSE */
  gboolean sign_in;           /* FALSE: the server wants none (MAIL_AUTH_NONE) */
  MailAddress *sender;        /* SMTP: MAIL FROM and RCPT TO */
  guint sign_ins;             /* how often this run has shown the password to the server already */
  GBytes *message;            /* SMTP: what to send to the sender, with CRLF; NULL: only ask about them */
  MailWatch *watch;           /* IMAP, POP3: what to do in the mailbox; NULL: only look into it */
} MailDialoguePlan;

#define MAIL_TYPE_DIALOGUE (mail_dialogue_get_type ())
/* One side of a conversation in words, without I/O: abstract. */
G_DECLARE_DERIVABLE_TYPE (MailDialogue, mail_dialogue, MAIL, DIALOGUE, GObject)

struct _MailDialogueClass
{
  GObjectClass parent_class;

  /* line is NUL-terminated and holds no other NUL. */
  MailTurn (*hear)      (MailDialogue *self, const char *line, gsize length, GError **error);
  MailTurn (*encrypted) (MailDialogue *self, GError **error);

  /* Says the command that begins a SASL exchange; TRUE if initial (base64, nullable) rode with it. */
  gboolean    (*authenticate) (MailDialogue *self, const char *mechanism, const char *initial);
  /* Says the protocol's own log-in command; its name, or NULL where the server does not take it. */
  const char *(*log_in)       (MailDialogue *self);
};

MailDialogue *mail_dialogue_new             (MailProtocol protocol,
                                             const MailDialoguePlan *plan) G_GNUC_WARN_UNUSED_RESULT;
MailTurn      mail_dialogue_hear            (MailDialogue *self,
                                             const char *line,
                                             gsize length,
                                             GError **error);
void          mail_dialogue_note_ahead      (MailDialogue *self, guint n_lines);
MailTurn      mail_dialogue_encrypted       (MailDialogue *self,
                                             const char *binding_type,
                                             GBytes *binding,
                                             GError **error);
guint         mail_dialogue_get_patience    (MailDialogue *self);
void          mail_dialogue_resume          (MailDialogue *self);
gboolean      mail_dialogue_leave           (MailDialogue *self);
GBytes       *mail_dialogue_take_words      (MailDialogue *self) G_GNUC_WARN_UNUSED_RESULT;
MailStep      mail_dialogue_get_step        (MailDialogue *self);
guint         mail_dialogue_get_sign_ins    (MailDialogue *self);
const char   *mail_dialogue_get_mechanism   (MailDialogue *self);
const char   *mail_dialogue_get_detail      (MailDialogue *self, MailStep step);
const char   *mail_dialogue_get_server_said (MailDialogue *self);

G_END_DECLS
