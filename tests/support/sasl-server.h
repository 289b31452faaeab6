/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The other side of a sign-in: libgsasl as a server that knows one person. */

#include <glib.h>
#include <gsasl.h>
#include <string.h>

typedef struct
{
  const char *username;
  const char *password;
  const char *binding_type; /* of the TLS session as the server sees it, or NULL */
  const char *binding;      /* in base64 */
} SaslPerson;

typedef struct
{
  const SaslPerson *person;
  Gsasl *library;
  Gsasl_session *session;
} SaslServer;

static inline int
sasl_server_check_password (const SaslPerson *person, Gsasl_session *session)
{
  const gboolean right = g_strcmp0 (gsasl_property_fast (session, GSASL_AUTHID), person->username) == 0
                         && g_strcmp0 (gsasl_property_fast (session, GSASL_PASSWORD), person->password) == 0;

  return right ? GSASL_OK : GSASL_AUTHENTICATION_ERROR;
}

static inline const char *
sasl_server_look_up (const SaslPerson *person, Gsasl_property property)
{
  switch ((guint) property)
    {
    case GSASL_PASSWORD:
      return person->password;
    case GSASL_CB_TLS_EXPORTER:
      return g_strcmp0 (person->binding_type, "tls-exporter") == 0 ? person->binding : NULL;
    case GSASL_CB_TLS_UNIQUE:
      return g_strcmp0 (person->binding_type, "tls-unique") == 0 ? person->binding : NULL;
    default:
      return NULL;
    }
}

static inline int
sasl_server_on_property (Gsasl *library, Gsasl_session *session, Gsasl_property property)
{
  const SaslServer *self = gsasl_callback_hook_get (library);
  const char *value = sasl_server_look_up (self->person, property);

  if (property == GSASL_VALIDATE_SIMPLE)
    return sasl_server_check_password (self->person, session);
  return value != NULL ? gsasl_property_set (session, property, value) : GSASL_NO_CALLBACK;
}

/* self and person stay where they are until the end. */
static inline void
sasl_server_start (SaslServer *self, const SaslPerson *person, const char *mechanism)
{
  self->person = person;
  g_assert_cmpint (gsasl_init (&self->library), ==, GSASL_OK);
  gsasl_callback_hook_set (self->library, self);
  gsasl_callback_set (self->library, sasl_server_on_property);
  g_assert_cmpint (gsasl_server_start (self->library, mechanism, &self->session), ==, GSASL_OK);
}

/* What the server answers to response, in base64; NULL where it refuses. libgsasl gets a NUL after its input:
 * with strict_string_checks AddressSanitizer takes its strndup () for a read past the end. */
static inline char *
sasl_server_step (SaslServer *self, const char *response)
{
  gsize input_length = 0;
  gsize output_length = 0;
  g_autofree guchar *decoded
      = response != NULL && *response != '\0' ? g_base64_decode (response, &input_length) : NULL;
  g_autofree char *input = g_malloc0 (input_length + 1);
  char *output = NULL;
  char *challenge = NULL;
  int result;

  if (decoded != NULL)
    memcpy (input, decoded, input_length);
  result = gsasl_step (self->session, input, input_length, &output, &output_length);
  if (result == GSASL_OK || result == GSASL_NEEDS_MORE)
    challenge = output_length > 0 ? g_base64_encode ((guchar *) output, output_length) : g_strdup ("");
  gsasl_free (output);
  return challenge;
}

static inline void
sasl_server_stop (SaslServer *self)
{
  g_clear_pointer (&self->session, gsasl_finish);
  g_clear_pointer (&self->library, gsasl_done);
}
