/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-http-reply.h"

#include <gio/gio.h>
#include <string.h>

/* Of status, headers, sizes of chunks and trailers together, in bytes. */
#define MAX_LINES_BYTES (64 * 1024)

/* Eight digits: more than is read of any chunk. */
#define MAX_SIZE_DIGITS 8

#define BUFFER 16384

typedef enum
{
  STATE_STATUS,
  STATE_HEADERS,
  STATE_SIZED,
  STATE_UNSIZED,
  STATE_CHUNK_SIZE,
  STATE_CHUNK,
  STATE_CHUNK_END,
  STATE_TRAILERS,
} State;

struct _MailHttpReply
{
  gsize max_bytes;
  MailHttpResult result;
  State state;
  GByteArray *pending; /* heard, and not understood yet from "at" on */
  gsize at;
  gsize n_lines_bytes;

  gboolean has_headers;
  guint status;
  char *location;
  char *kind;
  gboolean is_last;
  gboolean is_chunked;
  gboolean is_compressed;
  gboolean has_length;
  guint64 left;
  GByteArray *body;
};

static gboolean
end (MailHttpReply *self, MailHttpResult result)
{
  self->result = result;
  return TRUE;
}

/* NULL where there is none yet, or none will be. */
static char *
take_line (MailHttpReply *self)
{
  const char *start = (const char *) self->pending->data + self->at;
  gsize available = self->pending->len - self->at;
  const char *feed = available > 0 ? memchr (start, '\n', available) : NULL;
  gsize length = feed != NULL ? (gsize) (feed - start) : available;

  if (self->n_lines_bytes + length > MAX_LINES_BYTES)
    {
      end (self, MAIL_HTTP_TOO_MUCH);
      return NULL;
    }
  if (feed == NULL)
    return NULL;
  self->at += length + 1;
  self->n_lines_bytes += length + 1;
  if (length > 0 && start[length - 1] == '\r')
    length--;
  if (memchr (start, '\0', length) != NULL)
    {
      end (self, MAIL_HTTP_GARBLED);
      return NULL;
    }
  return g_strndup (start, length);
}

static void
forget_headers (MailHttpReply *self)
{
  g_clear_pointer (&self->location, g_free);
  g_clear_pointer (&self->kind, g_free);
  self->is_chunked = self->is_compressed = self->has_length = FALSE;
}

/* "HTTP/1.1 200 OK" */
static gboolean
read_status (MailHttpReply *self, const char *line)
{
  if (!g_str_has_prefix (line, "HTTP/1.") || !g_ascii_isdigit (line[7]) || line[8] != ' '
      || !g_ascii_isdigit (line[9]) || !g_ascii_isdigit (line[10]) || !g_ascii_isdigit (line[11])
      || (line[12] != ' ' && line[12] != '\0'))
    return end (self, MAIL_HTTP_GARBLED);
  self->status = (guint) g_ascii_strtoull (line + 9, NULL, 10);
  self->is_last = line[7] == '0';
  self->state = STATE_HEADERS;
  forget_headers (self);
  return TRUE;
}

/* Digits alone; strtoull () would take a sign and white space. */
static gboolean
read_length (const char *text, guint64 *length)
{
  return g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, length, NULL);
}

static void
note_length (MailHttpReply *self, const char *value)
{
  guint64 length = 0;

  if (!read_length (value, &length) || (self->has_length && length != self->left))
    end (self, MAIL_HTTP_GARBLED);
  self->has_length = TRUE;
  self->left = length;
}

static void
note_encoding (MailHttpReply *self, const char *value)
{
  if (g_ascii_strcasecmp (value, "gzip") == 0 || g_ascii_strcasecmp (value, "x-gzip") == 0)
    self->is_compressed = TRUE;
  else if (g_ascii_strcasecmp (value, "identity") != 0)
    end (self, MAIL_HTTP_GARBLED);
}

static void
note_header (MailHttpReply *self, const char *name, const char *value)
{
  if (g_ascii_strcasecmp (name, "content-length") == 0)
    note_length (self, value);
  else if (g_ascii_strcasecmp (name, "content-encoding") == 0)
    note_encoding (self, value);
  else if (g_ascii_strcasecmp (name, "transfer-encoding") == 0)
    {
      self->is_chunked = g_ascii_strcasecmp (value, "chunked") == 0;
      if (!self->is_chunked)
        end (self, MAIL_HTTP_GARBLED);
    }
  else if (g_ascii_strcasecmp (name, "connection") == 0)
    self->is_last |= g_ascii_strcasecmp (value, "keep-alive") != 0;
  else if (g_ascii_strcasecmp (name, "location") == 0)
    {
      g_free (self->location);
      self->location = g_strdup (value);
    }
  else if (g_ascii_strcasecmp (name, "content-type") == 0)
    {
      g_free (self->kind);
      self->kind = g_ascii_strdown (value, (gssize) strcspn (value, "; \t"));
    }
}

static gboolean
read_header (MailHttpReply *self, char *line)
{
  char *colon = strchr (line, ':');

  /* The rest of a folded line (RFC 9112, section 5.2): nothing that we look for is that long. */
  if (*line == ' ' || *line == '\t')
    return TRUE;
  if (colon == NULL || colon == line)
    return end (self, MAIL_HTTP_GARBLED);
  *colon = '\0';
  note_header (self, line, g_strstrip (colon + 1));
  return TRUE;
}

/* RFC 9112, section 6.3. */
static gboolean
end_headers (MailHttpReply *self)
{
  if (self->status == 101)
    return end (self, MAIL_HTTP_GARBLED);
  self->has_headers = self->status >= 200;
  if (self->status < 200)
    self->state = STATE_STATUS;
  else if (self->status == 204 || self->status == 304)
    return end (self, MAIL_HTTP_COMPLETE);
  else if (self->is_chunked)
    self->state = STATE_CHUNK_SIZE;
  else if (!self->has_length)
    self->state = STATE_UNSIZED;
  else if (self->left == 0)
    return end (self, MAIL_HTTP_COMPLETE);
  else
    self->state = STATE_SIZED;
  self->is_last |= self->state == STATE_UNSIZED || (self->is_chunked && self->has_length);
  return TRUE;
}

/* "1a;name=value" */
static gboolean
read_chunk_size (MailHttpReply *self, const char *line)
{
  gsize n_digits = strspn (line, "0123456789abcdefABCDEF");

  if (n_digits == 0 || n_digits > MAX_SIZE_DIGITS || strchr ("; \t", line[n_digits]) == NULL)
    return end (self, MAIL_HTTP_GARBLED);
  self->left = g_ascii_strtoull (line, NULL, 16);
  self->state = self->left > 0 ? STATE_CHUNK : STATE_TRAILERS;
  return TRUE;
}

static gboolean
read_line (MailHttpReply *self)
{
  g_autofree char *line = take_line (self);

  if (line == NULL)
    return FALSE;
  switch (self->state)
    {
    case STATE_STATUS:
      return read_status (self, line);
    case STATE_HEADERS:
      return *line != '\0' ? read_header (self, line) : end_headers (self);
    case STATE_CHUNK_SIZE:
      return read_chunk_size (self, line);
    case STATE_CHUNK_END:
      self->state = STATE_CHUNK_SIZE;
      return *line == '\0' || end (self, MAIL_HTTP_GARBLED);
    case STATE_TRAILERS:
      return *line != '\0' || end (self, MAIL_HTTP_COMPLETE);
    case STATE_SIZED:
    case STATE_UNSIZED:
    case STATE_CHUNK:
    default:
      g_return_val_if_reached (FALSE);
    }
}

static gboolean
read_body (MailHttpReply *self, guint64 limit)
{
  gsize size = (gsize) MIN (self->pending->len - self->at, limit);

  if (size == 0)
    return FALSE;
  if (self->body->len + size > self->max_bytes)
    return end (self, MAIL_HTTP_TOO_MUCH);
  g_byte_array_append (self->body, self->pending->data + self->at, (guint) size);
  self->at += size;
  return TRUE;
}

static gboolean
read_counted (MailHttpReply *self)
{
  gsize before = self->body->len;

  if (!read_body (self, self->left))
    return FALSE;
  self->left -= self->body->len - before;
  if (self->left > 0 || self->result != MAIL_HTTP_MORE)
    return TRUE;
  if (self->state == STATE_SIZED)
    return end (self, MAIL_HTTP_COMPLETE);
  self->state = STATE_CHUNK_END;
  return TRUE;
}

/* FALSE where nothing more can be made of what was heard. */
static gboolean
advance (MailHttpReply *self)
{
  switch (self->state)
    {
    case STATE_SIZED:
    case STATE_CHUNK:
      return read_counted (self);
    case STATE_UNSIZED:
      return read_body (self, G_MAXUINT64);
    case STATE_STATUS:
    case STATE_HEADERS:
    case STATE_CHUNK_SIZE:
    case STATE_CHUNK_END:
    case STATE_TRAILERS:
    default:
      return read_line (self);
    }
}

/**
 * mail_http_reply_new:
 * @max_bytes: the most bytes of a body to take, as sent and as decoded
 *
 * Returns: (transfer full): a reply of which nothing was heard yet
 */
MailHttpReply *
mail_http_reply_new (gsize max_bytes)
{
  MailHttpReply *self = g_new0 (MailHttpReply, 1);

  self->max_bytes = max_bytes;
  self->pending = g_byte_array_new ();
  self->body = g_byte_array_new ();
  return self;
}

/**
 * mail_http_reply_free:
 * @self: (transfer full): a reply
 */
void
mail_http_reply_free (MailHttpReply *self)
{
  forget_headers (self);
  g_byte_array_unref (self->pending);
  g_byte_array_unref (self->body);
  g_free (self);
}

/**
 * mail_http_reply_feed:
 * @self: a reply of which there is %MAIL_HTTP_MORE
 * @data: (array length=size): the bytes that were heard next
 * @size: how many; 0 where the other side ended the connection
 *
 * Hears a piece of the reply, whatever the pieces are. Interim replies (1xx) are passed over.
 *
 * Returns: what is known now. The status and the headers are known as soon as the first is not 0.
 */
MailHttpResult
mail_http_reply_feed (MailHttpReply *self, const guchar *data, gsize size)
{
  if (size == 0)
    {
      self->result = self->state == STATE_UNSIZED ? MAIL_HTTP_COMPLETE : MAIL_HTTP_CUT;
      return self->result;
    }
  g_byte_array_append (self->pending, data, (guint) size);
  while (self->result == MAIL_HTTP_MORE && advance (self))
    ;
  g_byte_array_remove_range (self->pending, 0, (guint) self->at);
  self->at = 0;
  return self->result;
}

/**
 * mail_http_reply_get_status:
 * @self: a reply
 *
 * Returns: the status (RFC 9110, section 15), 0 before all headers are known
 */
guint
mail_http_reply_get_status (MailHttpReply *self)
{
  return self->has_headers ? self->status : 0;
}

/**
 * mail_http_reply_get_location:
 * @self: a reply
 *
 * Returns: (transfer none) (nullable): where a redirect leads to, as it came
 */
const char *
mail_http_reply_get_location (MailHttpReply *self)
{
  return self->location;
}

/**
 * mail_http_reply_get_kind:
 * @self: a reply
 *
 * Returns: (transfer none) (nullable): the type of the document in lower case, without parameters
 */
const char *
mail_http_reply_get_kind (MailHttpReply *self)
{
  return self->kind;
}

/**
 * mail_http_reply_is_last:
 * @self: a reply that is complete
 *
 * Returns: %TRUE where nothing more can be asked over its connection
 */
gboolean
mail_http_reply_is_last (MailHttpReply *self)
{
  return self->is_last || self->pending->len > 0;
}

static MailHttpResult
decompress (MailHttpReply *self, GByteArray *plain)
{
  g_autoptr (GConverter) gzip = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));
  GConverterResult result = G_CONVERTER_CONVERTED;
  guchar buffer[BUFFER];

  for (gsize at = 0; result != G_CONVERTER_FINISHED;)
    {
      gsize n_read = 0;
      gsize n_written = 0;

      result = g_converter_convert (gzip, self->body->data + at, self->body->len - at, buffer, sizeof buffer,
                                    G_CONVERTER_INPUT_AT_END, &n_read, &n_written, NULL);
      if (result == G_CONVERTER_ERROR)
        return MAIL_HTTP_GARBLED;
      if (plain->len + n_written > self->max_bytes)
        return MAIL_HTTP_TOO_MUCH;
      g_byte_array_append (plain, buffer, (guint) n_written);
      at += n_read;
    }
  return MAIL_HTTP_COMPLETE;
}

/**
 * mail_http_reply_decode:
 * @self: a reply that is complete
 * @body: (out) (transfer full): return location for the document
 *
 * Gives the document as it was before the server compressed it. A small reply can become a large document: it
 * is not decoded further than the limit.
 *
 * Returns: %MAIL_HTTP_COMPLETE; %MAIL_HTTP_GARBLED or %MAIL_HTTP_TOO_MUCH without @body
 */
MailHttpResult
mail_http_reply_decode (MailHttpReply *self, GBytes **body)
{
  g_autoptr (GByteArray) plain = NULL;
  MailHttpResult result = MAIL_HTTP_COMPLETE;

  if (self->is_compressed && self->body->len > 0)
    {
      plain = g_byte_array_new ();
      result = decompress (self, plain);
    }
  else
    plain = g_byte_array_ref (self->body);
  *body = result == MAIL_HTTP_COMPLETE ? g_bytes_new (plain->data, plain->len) : NULL;
  return result;
}
