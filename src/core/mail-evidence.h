/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-types.h"

G_BEGIN_DECLS

/* Never more showings of the password to one server in a run, whatever the mechanism or the user name. */
#define MAIL_EVIDENCE_MAX_SIGN_INS 2

/* What is true of the network around a failure. */
typedef enum /*< skip >*/ {
  MAIL_REACH_OFFLINE = 1 << 0,  /* no network at all */
  MAIL_REACH_PORTAL = 1 << 1,   /* a hotspot answers in everybody's place until one signs in there */
  MAIL_REACH_NO_IPV4 = 1 << 2,  /* IPv4 addresses did not answer, IPv6 ones did */
  MAIL_REACH_NO_IPV6 = 1 << 3,  /* the other way round */
  MAIL_REACH_FORBIDDEN = 1 << 4, /* the sandbox of this program lets it into no network */
} MailReach;

/* What a probe found out beside the steps, for the diagnosis. Complete when the report fails. */
typedef struct {
  guint sign_ins;                     /* how often this run showed the password to the server */
  char *other_username;               /* a likely form that was not tried; nullable */
  gboolean alternative;               /* another way to the same server answers, password-free and proven: */
  MailSecurity alternative_security;
  guint alternative_port;             /* 0: none was tried; else it is tried in vain, unless `alternative` */
  guint reach;                        /* MailReach */
  const char *service;                /* who answers instead of a mail server ("SSH"); static, nullable */
  const char *old_tls;                /* the newest TLS it has, too old ("TLS1.0"); static, nullable */
  gboolean mute;                      /* the wrong peer greets nobody, as mail servers would */
} MailEvidence;

void mail_evidence_clear              (MailEvidence *self);
void mail_evidence_set_other_username (MailEvidence *self, const char *username);

G_END_DECLS
