/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-sasl.h"

#include <glib/gi18n-lib.h>
#include <gsasl.h>
#include <string.h>

#include "mail-error.h"

/* A server decides how often a SCRAM client hashes; without a bound it could keep us busy for hours. This
 * takes about a second, and is the most that anybody recommends. */
#define MAX_ITERATIONS 600000

typedef struct
{
  const char *name;
  gboolean plus;         /* needs a channel binding */
  gboolean client_first; /* the client speaks first */
  gboolean mutual;       /* the server proves itself, too */
  guint proof_step;      /* which word of the client carries the password or its proof */
} Mechanism;

/* The strongest first. CRAM-MD5, DIGEST-MD5 and NTLM are left out on purpose: they protect less than TLS
 * already does, and make servers keep passwords in the clear. */
static const Mechanism mechanisms[] = {
  { "SCRAM-SHA-256-PLUS", TRUE, TRUE, TRUE, 2 },
  { "SCRAM-SHA-1-PLUS", TRUE, TRUE, TRUE, 2 },
  { "SCRAM-SHA-256", FALSE, TRUE, TRUE, 2 },
  { "SCRAM-SHA-1", FALSE, TRUE, TRUE, 2 },
  { "PLAIN", FALSE, TRUE, FALSE, 1 },
  { "LOGIN", FALSE, FALSE, FALSE, 2 },
};

struct _MailSasl
{
  GObject parent_instance;

  char *service;
  char *host;
  char *username;
  MailSecret *secret;
  Gsasl_property binding_property;
  char *binding;

  guint untried; /* bits, by place in the table */
  const Mechanism *current;
  Gsasl *library;
  Gsasl_session *session;
  guint steps;
  gboolean complete;
};

G_DEFINE_FINAL_TYPE (MailSasl, mail_sasl, G_TYPE_OBJECT)

/* libgsasl 2.2 asks for the binding in every SCRAM exchange, and where it gets one for a mechanism without
 * -PLUS it cannot print the “y” flag of RFC 5802, section 6, and gives up. So it gets one for -PLUS only, and
 * tells a server without -PLUS that there is none (“n”); that peer has been proven by its certificate. */
static const char *
look_up (MailSasl *self, Gsasl_property property)
{
  switch (property)
    {
    case GSASL_AUTHID:
      return self->username;
    case GSASL_PASSWORD:
      return mail_secret_peek (self->secret, NULL);
    case GSASL_SERVICE:
      return self->service;
    case GSASL_HOSTNAME:
      return self->host;
    case GSASL_CB_TLS_EXPORTER:
    case GSASL_CB_TLS_UNIQUE:
      return self->current->plus && property == self->binding_property ? self->binding : NULL;
    default:
      return NULL;
    }
}

static int
on_property (Gsasl *library, Gsasl_session *session, Gsasl_property property)
{
  const char *value = look_up (gsasl_callback_hook_get (library), property);

  return value != NULL ? gsasl_property_set (session, property, value) : GSASL_NO_CALLBACK;
}

/* libgsasl frees its copies of the password as they are, so they are overwritten first. What its hash
 * functions leave on the stack is out of reach. */
static void
end_session (MailSasl *self)
{
  static const Gsasl_property secrets[] = { GSASL_PASSWORD, GSASL_SCRAM_SALTED_PASSWORD };

  if (self->session == NULL)
    return;

  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    {
      const char *value = gsasl_property_fast (self->session, secrets[i]);

      if (value != NULL)
        mail_wipe ((gpointer) value, strlen (value));
    }
  g_clear_pointer (&self->session, gsasl_finish);
}

/* SCRAM hashes the password as SASLprep (RFC 4013) makes it. Where it cannot, that is better known before
 * anything is sent. */
static gboolean
can_be_prepared (const char *text)
{
  char *prepared = NULL;
  const gboolean can = gsasl_saslprep (text, GSASL_ALLOW_UNASSIGNED, &prepared, NULL) == GSASL_OK;

  if (prepared != NULL)
    mail_wipe (prepared, strlen (prepared));
  gsasl_free (prepared);
  return can;
}

static gboolean
is_usable (MailSasl *self, const Mechanism *mechanism)
{
  if (mechanism->plus && self->binding == NULL)
    return FALSE;
  return !mechanism->mutual
         || (can_be_prepared (self->username) && can_be_prepared (mail_secret_peek (self->secret, NULL)));
}

static gboolean
start (MailSasl *self, const Mechanism *mechanism)
{
  end_session (self);
  self->current = mechanism;
  self->steps = 0;
  self->complete = FALSE;
  return self->library != NULL
         && gsasl_client_start (self->library, mechanism->name, &self->session) == GSASL_OK;
}

/* Only SCRAM reads what the server says; the prompts of LOGIN differ from server to server and mean nothing.
 */
static gboolean
decode (MailSasl *self, const char *challenge, char **bytes, gsize *length)
{
  char *raw;

  if (!self->current->mutual || *challenge == '\0')
    return TRUE;
  if (gsasl_base64_from (challenge, strlen (challenge), &raw, length) != GSASL_OK)
    return FALSE;
  *bytes = g_strndup (raw, *length);
  gsasl_free (raw);
  return TRUE;
}

static gboolean
asks_too_much (const char *bytes)
{
  const char *iterations = bytes != NULL ? strstr (bytes, ",i=") : NULL;

  return iterations != NULL && g_ascii_strtoull (iterations + 3, NULL, 10) > MAX_ITERATIONS;
}

/* RFC 5802, section 7: “e=invalid-proof” in place of a signature. The refusal itself follows as a reply of
 * the protocol. */
static gboolean
is_server_error (MailSasl *self, const char *bytes)
{
  return self->current->mutual && mail_sasl_gave_proof (self) && bytes != NULL
         && g_str_has_prefix (bytes, "e=");
}

/* Before our proof is out, a mechanism that fails is one that cannot be used. After it, a server that fails
 * SCRAM does not know the password either, and must get no other chance to learn it. */
static void
set_error (MailSasl *self, GError **error)
{
  if (self->current->mutual && mail_sasl_gave_proof (self))
    g_set_error (
        error, MAIL_ERROR, MAIL_ERROR_PROTOCOL_ERROR,
        /* Translators: %s is the name of a server. */
        _("%s could not prove that it knows your password. Do not trust it, and ask your provider."),
        self->host);
  else
    g_set_error (error, MAIL_ERROR, MAIL_ERROR_MECHANISM_UNSUPPORTED,
                 /* Translators: %s is the name of a sign-in method, such as “SCRAM-SHA-256”. */
                 _("The sign-in method %s cannot be used with this user name and password."),
                 self->current->name);
}

static char *
encode_and_wipe (char *bytes, gsize length)
{
  char *text = length > 0 ? g_base64_encode ((const guchar *) bytes, length) : g_strdup ("");

  if (bytes != NULL)
    mail_wipe (bytes, length);
  gsasl_free (bytes);
  return text;
}

static void
mail_sasl_finalize (GObject *object)
{
  MailSasl *self = MAIL_SASL (object);

  end_session (self);
  g_clear_pointer (&self->library, gsasl_done);
  g_clear_pointer (&self->secret, mail_secret_unref);
  g_free (self->service);
  g_free (self->host);
  g_free (self->username);
  g_free (self->binding);
  G_OBJECT_CLASS (mail_sasl_parent_class)->finalize (object);
}

static void
mail_sasl_class_init (MailSaslClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mail_sasl_finalize;
}

static void
mail_sasl_init (MailSasl *self)
{
  if (gsasl_init (&self->library) != GSASL_OK)
    {
      /* Then no mechanism starts. */
      self->library = NULL;
      return;
    }
  gsasl_callback_hook_set (self->library, self);
  gsasl_callback_set (self->library, on_property);
}

/**
 * mail_sasl_new:
 * @service: the GSSAPI name of the service: `imap`, `pop`, `smtp`
 * @host: the server's name
 * @username: who signs in
 * @secret: the password; a reference is taken. It is used byte for byte, except that SCRAM prepares it by
 *   SASLprep (RFC 4013) as RFC 5802 wants
 *
 * Returns: (transfer full): a sign-in to which nothing is offered yet
 */
MailSasl *
mail_sasl_new (const char *service, const char *host, const char *username, MailSecret *secret)
{
  MailSasl *self = g_object_new (MAIL_TYPE_SASL, NULL);

  self->service = g_strdup (service);
  self->host = g_strdup (host);
  self->username = g_strdup (username);
  self->secret = mail_secret_ref (secret);
  return self;
}

/**
 * mail_sasl_set_channel_binding:
 * @self: the sign-in
 * @type: `tls-exporter` (RFC 9266) or `tls-unique` (RFC 5929); others are ignored
 * @binding: the bytes of the binding
 *
 * Ties the exchange to the TLS session it runs in, which makes the -PLUS mechanisms usable.
 */
void
mail_sasl_set_channel_binding (MailSasl *self, const char *type, GBytes *binding)
{
  gsize length;
  gconstpointer bytes = g_bytes_get_data (binding, &length);

  if (g_strcmp0 (type, "tls-exporter") == 0)
    self->binding_property = GSASL_CB_TLS_EXPORTER;
  else if (g_strcmp0 (type, "tls-unique") == 0)
    self->binding_property = GSASL_CB_TLS_UNIQUE;
  else
    return;

  g_free (self->binding);
  self->binding = g_base64_encode (bytes, length);
}

/**
 * mail_sasl_offer:
 * @self: the sign-in
 * @mechanism: a name the server lists, in any case
 *
 * Unknown mechanisms are ignored.
 */
void
mail_sasl_offer (MailSasl *self, const char *mechanism)
{
  for (guint i = 0; i < G_N_ELEMENTS (mechanisms); i++)
    if (g_ascii_strcasecmp (mechanism, mechanisms[i].name) == 0)
      self->untried |= 1u << i;
}

/**
 * mail_sasl_next:
 * @self: the sign-in
 *
 * The strongest mechanism that is offered, can be used and was not tried becomes the current one.
 *
 * Returns: (nullable): its name, or %NULL when none is left
 */
const char *
mail_sasl_next (MailSasl *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (mechanisms); i++)
    {
      const guint bit = 1u << i;

      if ((self->untried & bit) == 0)
        continue;
      self->untried &= ~bit;
      if (is_usable (self, &mechanisms[i]) && start (self, &mechanisms[i]))
        return mechanisms[i].name;
    }
  end_session (self);
  self->current = NULL;
  return NULL;
}

/**
 * mail_sasl_client_first:
 * @self: the sign-in
 *
 * Returns: whether the current mechanism lets the client speak first, so that the initial response can ride
 * with the command
 */
gboolean
mail_sasl_client_first (MailSasl *self)
{
  return self->current != NULL && self->current->client_first;
}

/**
 * mail_sasl_step:
 * @self: the sign-in
 * @challenge: what the server said, in base64; "" for nothing
 * @done: (out): whether the client has nothing left to prove: for SCRAM, when the server's signature was
 * right
 * @error: where to say what went wrong: %MAIL_ERROR_MECHANISM_UNSUPPORTED where another mechanism may still
 * do, %MAIL_ERROR_PROTOCOL_ERROR where the server failed to prove itself
 *
 * Takes the exchange of the current mechanism one step on.
 *
 * Returns: (transfer full): what to say, in base64, to be freed with mail_wipe_free()
 */
char *
mail_sasl_step (MailSasl *self, const char *challenge, gboolean *done, GError **error)
{
  g_autofree char *input = NULL;
  char *output = NULL;
  gsize input_length = 0;
  gsize output_length = 0;
  int result = GSASL_MECHANISM_PARSE_ERROR;

  g_return_val_if_fail (self->session != NULL, NULL);

  *done = FALSE;
  if (decode (self, challenge, &input, &input_length) && !asks_too_much (input))
    {
      if (is_server_error (self, input))
        return g_strdup ("");
      result = gsasl_step (self->session, input, input_length, &output, &output_length);
    }
  if (result != GSASL_OK && result != GSASL_NEEDS_MORE)
    {
      set_error (self, error);
      return NULL;
    }
  self->steps++;
  self->complete = *done = result == GSASL_OK;
  return encode_and_wipe (output, output_length);
}

/**
 * mail_sasl_gave_proof:
 * @self: the sign-in
 *
 * Returns: whether the password, or a proof of it, is among what the current mechanism has said
 */
gboolean
mail_sasl_gave_proof (MailSasl *self)
{
  return self->current != NULL && self->steps >= self->current->proof_step;
}

/**
 * mail_sasl_is_complete:
 * @self: the sign-in
 *
 * Returns: whether a server that says “OK” now has proven what the mechanism demands of it; for SCRAM, its
 * signature (RFC 5802, section 5: an exchange without it has failed, whatever the server says)
 */
gboolean
mail_sasl_is_complete (MailSasl *self)
{
  return self->complete;
}
