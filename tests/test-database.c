/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "mail-address.h"
#include "mail-database-image.h"
#include "mail-database.h"
#include "mail-error.h"

/* A provider file as a person with an editor sees it: read with other means than the program's. */
typedef struct
{
  char *id;
  GPtrArray *domains;
  GPtrArray *servers; /* "imap imap.gmx.net 993 tls %EMAILADDRESS%" */
} Expected;

static void
expected_free (Expected *self)
{
  g_free (self->id);
  g_ptr_array_unref (self->domains);
  g_ptr_array_unref (self->servers);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Expected, expected_free)

static GPtrArray *
match_all (const char *pattern, const char *text)
{
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_DOTALL, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  GPtrArray *found = g_ptr_array_new_with_free_func (g_free);

  for (g_regex_match (regex, text, 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL))
    g_ptr_array_add (found, g_match_info_fetch (match, 1));
  return found;
}

static char *
match_one (const char *pattern, const char *text)
{
  g_autoptr (GPtrArray) found = match_all (pattern, text);

  return g_strdup (found->len > 0 ? g_ptr_array_index (found, 0) : "");
}

static char *
describe_expected (const char *text)
{
  g_autofree char *type = match_one ("type=\"(.*?)\"", text);
  g_autofree char *host = match_one ("<hostname>(.*?)</hostname>", text);
  g_autofree char *port = match_one ("<port>(.*?)</port>", text);
  g_autofree char *socket = match_one ("<socketType>(.*?)</socketType>", text);
  g_autofree char *username = match_one ("<username>(.*?)</username>", text);

  return g_strdup_printf ("%s %s %s %s %s", type, host, port,
                          g_str_equal (socket, "SSL") ? "tls" : "starttls", username);
}

static Expected *
read_expected (const char *path)
{
  Expected *self = g_new0 (Expected, 1);
  g_autoptr (GPtrArray) servers = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  self->id = match_one ("<emailProvider id=\"(.*?)\"", text);
  self->domains = match_all ("<domain>(.*?)</domain>", text);
  self->servers = g_ptr_array_new_with_free_func (g_free);
  servers = match_all ("<(?:incoming|outgoing)Server (.*?)</(?:incoming|outgoing)Server>", text);
  for (guint i = 0; i < servers->len; i++)
    if (strstr (g_ptr_array_index (servers, i), "<hostname>"))
      g_ptr_array_add (self->servers, describe_expected (g_ptr_array_index (servers, i)));
  return self;
}

static GPtrArray *
read_all_expected (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "..", "data", "providers", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) expected_free);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)))
    if (g_str_has_suffix (name, ".xml"))
      {
        g_autofree char *path = g_build_filename (folder, name, NULL);

        g_ptr_array_add (all, read_expected (path));
      }
  return all;
}

static void
describe_servers (GPtrArray *servers, GPtrArray *lines)
{
  for (guint i = 0; i < servers->len; i++)
    {
      MailServer *server = g_ptr_array_index (servers, i);

      g_ptr_array_add (lines, g_strdup_printf ("%s %s %u %s %s",
                                               mail_protocol_to_string (mail_server_get_protocol (server)),
                                               mail_server_get_host (server), mail_server_get_port (server),
                                               mail_security_to_string (mail_server_get_security (server)),
                                               mail_server_get_username (server)));
    }
}

static void
replace (char **text, const char *what, const char *with)
{
  g_auto (GStrv) parts = g_strsplit (*text, what, -1);

  g_free (*text);
  *text = g_strjoinv (with, parts);
}

static void
assert_servers (const Expected *expected, MailClientConfig *config, MailAddress *address)
{
  g_autoptr (MailCandidate) candidate
      = mail_client_config_expand (config, address, MAIL_SOURCE_DATABASE, MAIL_TRUST_BUILT_IN, "test");
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  describe_servers (mail_candidate_get_incoming (candidate), lines);
  describe_servers (mail_candidate_get_outgoing (candidate), lines);
  g_assert_cmpuint (lines->len, ==, expected->servers->len);
  for (guint i = 0; i < lines->len; i++)
    {
      g_autofree char *line = g_strdup (g_ptr_array_index (expected->servers, i));

      replace (&line, "%EMAILADDRESS%", mail_address_get_address (address));
      replace (&line, "%EMAILLOCALPART%", mail_address_get_local (address));
      replace (&line, "%EMAILDOMAIN%", mail_address_get_domain (address));
      g_assert_cmpstr (g_ptr_array_index (lines, i), ==, line);
    }
}

/* However somebody may write it. */
static void
assert_domain (const Expected *expected, const char *domain)
{
  g_autofree char *upper = g_ascii_strup (domain, -1);
  const char *formats[] = { "anna@%s", "Anna+lists@%s.", "\"anna b\"@%s" };

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_auto (GStrv) parts = g_strsplit (formats[i], "%s", 2);
      g_autofree char *text = g_strjoinv (i % 2 == 0 ? domain : upper, parts);
      g_autoptr (GError) error = NULL;
      g_autoptr (MailAddress) address = mail_address_new (text, &error);
      g_autoptr (MailClientConfig) config = NULL;

      g_assert_no_error (error);
      config = mail_database_lookup (mail_database_get_default (), mail_address_get_domain (address), &error);
      g_assert_no_error (error);
      g_assert_nonnull (config);
      g_assert_cmpstr (mail_provider_get_id (mail_client_config_get_provider (config)), ==, expected->id);
      assert_servers (expected, config, address);
    }
}

static void
test_every_domain (void)
{
  g_autoptr (GPtrArray) all = read_all_expected ();
  guint n_domains = 0;

  g_assert_cmpuint (all->len, >=, 320);
  for (guint i = 0; i < all->len; i++)
    {
      const Expected *expected = g_ptr_array_index (all, i);

      n_domains += expected->domains->len;
      for (guint j = 0; j < expected->domains->len; j++)
        assert_domain (expected, g_ptr_array_index (expected->domains, j));
    }
  g_assert_cmpuint (n_domains, >=, 1454);
}

static void
test_every_provider (void)
{
  MailDatabase *database = mail_database_get_default ();
  g_autoptr (GPtrArray) all = read_all_expected ();
  g_autoptr (MailAddress) address = mail_address_new ("anna@example.org", NULL);
  g_auto (GStrv) ids = mail_database_list_providers (database);

  g_assert_cmpuint (g_strv_length (ids), ==, all->len);
  for (guint i = 0; i < all->len; i++)
    {
      const Expected *expected = g_ptr_array_index (all, i);
      g_autoptr (MailClientConfig) config = mail_database_get_provider (database, expected->id, NULL);
      g_auto (GStrv) domains = mail_database_list_domains (database, expected->id);

      g_assert_nonnull (config);
      assert_servers (expected, config, address);
      g_assert_true (g_strv_contains ((const char *const *) ids, expected->id));
      g_assert_cmpuint (g_strv_length (domains), ==, expected->domains->len);
      for (guint j = 0; j < expected->domains->len; j++)
        g_assert_cmpstr (domains[j], ==, g_ptr_array_index (expected->domains, j));
    }
}

static void
assert_sorted (char **names)
{
  g_assert_nonnull (names[0]);
  for (guint i = 1; names[i] != NULL; i++)
    g_assert_cmpstr (names[i - 1], <, names[i]);
}

static void
test_lists (void)
{
  MailDatabase *database = mail_database_get_default ();
  g_auto (GStrv) ids = mail_database_list_providers (database);
  g_auto (GStrv) domains = mail_database_list_domains (database, NULL);
  g_auto (GStrv) none = mail_database_list_domains (database, "no such provider");

  assert_sorted (ids);
  assert_sorted (domains);
  g_assert_cmpuint (g_strv_length (domains), >=, 1454);
  g_assert_cmpuint (g_strv_length (none), ==, 0);
  g_assert_true (g_regex_match_simple ("^\\d{4}-\\d\\d-\\d\\d$", mail_database_get_date (database), 0, 0));
}

typedef MailClientConfig *(*Lookup) (MailDatabase *database, const char *name, GError **error);

typedef struct
{
  const char *name;
  const char *id; /* NULL: unknown */
} Case;

static void
assert_cases (MailDatabase *database, Lookup lookup, const Case *cases, guint n_cases)
{
  for (guint i = 0; i < n_cases; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MailClientConfig) config = lookup (database, cases[i].name, &error);
      const char *id = config ? mail_provider_get_id (mail_client_config_get_provider (config)) : NULL;

      g_test_message ("%s", cases[i].name);
      g_assert_no_error (error);
      g_assert_cmpstr (id, ==, cases[i].id);
    }
}

static void
test_domains (void)
{
  static const Case cases[] = {
    { "rr.com", "rr.com" },
    { "nyc.rr.com", "rr.com" },
    { "a.b.rr.com", "rr.com" },
    { "barr.com", NULL },
    { "rr.com.example", NULL },
    { "someone.plus.com", "plus.net" },
    { "force9.co.uk", NULL },
    { "someone.force9.co.uk", "force9.net" },
    { "com", NULL },
    { "", NULL },
    { ".", NULL },
    { ".rr.com", "rr.com" },
    { "example.org", NULL },
    { "gmx.de.example.org", NULL },
    { "mail.gmx.de", NULL },
  };

  assert_cases (mail_database_get_default (), mail_database_lookup, cases, G_N_ELEMENTS (cases));
}

static void
test_mail_exchangers (void)
{
  static const Case cases[] = {
    { "mx00.emig.gmx.net", "gmx.net" },
    { "emig.gmx.net", "gmx.net" },
    { "aspmx.l.google.com", "googlemail.com" },
    { "notgoogle.com", NULL },
    { "example-com.mail.protection.outlook.com", "office365.com" },
    { "w0123456.kasserver.com", "all-inkl.com" },
    { "com", NULL },
    { "", NULL },
  };

  assert_cases (mail_database_get_default (), mail_database_lookup_mx, cases, G_N_ELEMENTS (cases));
}

static MailDatabase *
open_database (const char *name, GError **error)
{
  g_autofree char *path = g_test_build_filename (G_TEST_BUILT, "data", "providers", name, NULL);
  g_autoptr (GError) load_error = NULL;
  g_autoptr (GResource) resource = g_resource_load (path, &load_error);

  g_assert_no_error (load_error);
  return mail_database_new (resource, error);
}

static void
test_longest_suffix (void)
{
  static const Case domains[] = {
    { "a.suffix.example", "wide.example" },      { "a.deep.suffix.example", "narrow.example" },
    { "deep.suffix.example", "wide.example" },   { "exact.suffix.example", "narrow.example" },
    { "undeep.suffix.example", "wide.example" },
  };
  static const Case mail_exchangers[] = {
    { "mx.example", "wide.example" },        { "a.mx.example", "wide.example" },
    { "deep.mx.example", "narrow.example" }, { "a.deep.mx.example", "narrow.example" },
    { "undeep.mx.example", "wide.example" }, { "amx.example", NULL },
  };
  g_autoptr (GError) error = NULL;
  MailDatabase *database = open_database ("test-providers.gresource", &error);

  g_assert_no_error (error);
  assert_cases (database, mail_database_lookup, domains, G_N_ELEMENTS (domains));
  assert_cases (database, mail_database_lookup_mx, mail_exchangers, G_N_ELEMENTS (mail_exchangers));
  g_assert_finalize_object (database);
}

/* IDNA 2003 took the one for the other; they are different owners. */
static void
test_sharp_s (void)
{
  g_autoptr (MailDatabase) database = open_database ("test-providers.gresource", NULL);
  g_autoptr (MailAddress) sharp = mail_address_new ("anna@straße.example", NULL);
  g_autoptr (MailAddress) plain = mail_address_new ("anna@STRASSE.example", NULL);
  g_autoptr (MailClientConfig) none = mail_database_lookup (database, mail_address_get_domain (sharp), NULL);
  g_autoptr (MailClientConfig) one = mail_database_lookup (database, mail_address_get_domain (plain), NULL);

  g_assert_null (none);
  g_assert_nonnull (one);
}

static void
test_not_a_database (void)
{
  g_autoptr (GError) error = NULL;
  MailDatabase *database = open_database ("damaged-providers.gresource", &error);

  g_assert_null (database);
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_SETTINGS_INVALID);
}

static void
assert_sane (gboolean found, GError **error)
{
  if (*error)
    {
      g_assert_false (found);
      g_assert_error (*error, MAIL_ERROR, MAIL_ERROR_SETTINGS_INVALID);
    }
  g_clear_error (error);
}

/* Everything that can be asked of an image, whatever the answer. */
static void
ask_everything (MailDatabaseImage *image)
{
  static const char *names[] = { "gmx.de", "nyc.rr.com", "aspmx.l.google.com", "example.org", "gmx.net", "" };
  g_autoptr (GError) error = NULL;
  guint provider;
  gsize length;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      assert_sane (mail_database_image_find_domain (image, names[i], &provider, &error), &error);
      assert_sane (mail_database_image_find_mx (image, names[i], &provider, &error), &error);
      assert_sane (mail_database_image_find_id (image, names[i], &provider, &error), &error);
    }
  for (guint i = 0; i < MIN (mail_database_image_get_n_providers (image), 400); i++)
    {
      const char *document = mail_database_image_get_document (image, i, &length, &error);
      g_autofree char *copy = document != NULL ? g_memdup2 (document, length) : NULL;
      g_autoptr (GPtrArray) domains = mail_database_image_list_domains (image, i);

      assert_sane (copy != NULL, &error);
      g_assert_cmpuint (domains->len, <=, 100000);
    }
}

/* On the heap and of the exact size, so that a sanitizer sees what goes beyond. */
static void
try_image (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (MailDatabaseImage) image = mail_database_image_new (bytes, &error);

  if (image != NULL)
    ask_everything (image);
  else
    g_assert_error (error, MAIL_ERROR, MAIL_ERROR_SETTINGS_INVALID);
}

static GByteArray *
copy_image (void)
{
  g_autoptr (GBytes) bytes = NULL;

  /* Opening it registers the resource. */
  g_assert_nonnull (mail_database_get_default ());
  bytes = g_resources_lookup_data (APP_PATH "/providers", G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  return g_byte_array_append (g_byte_array_new (), g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
test_damaged_header (void)
{
  static const guint32 numbers[] = { 0, 1, 3, 63, 0x7fffffff, 0x80000000, 0xffffffff };
  g_autoptr (GByteArray) image = copy_image ();

  for (gsize size = 0; size < 80; size++)
    try_image (image->data, size);
  for (guint field = 0; field < 64; field += 4)
    for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
      {
        guint32 saved;

        memcpy (&saved, image->data + field, 4);
        memcpy (image->data + field, &numbers[i], 4);
        try_image (image->data, image->len);
        memcpy (image->data + field, &saved, 4);
      }
}

static void
test_damaged_body (void)
{
  g_autoptr (GByteArray) image = copy_image ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  guint32 strings;

  memcpy (&strings, image->data + 60, 4);
  strings = GUINT32_FROM_LE (strings);
  for (guint round = 0; round < 60; round++)
    {
      g_autoptr (GByteArray) damaged = g_byte_array_append (g_byte_array_new (), image->data, image->len);

      /* Each round hits more of the numbers; in the last ones hardly any is left. */
      for (guint i = 0; i < (1u << (round / 4)); i++)
        damaged->data[g_rand_int_range (rand, 64, strings)] = g_rand_int (rand);
      try_image (damaged->data, damaged->len);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/database/every-domain", test_every_domain);
  g_test_add_func ("/database/every-provider", test_every_provider);
  g_test_add_func ("/database/lists", test_lists);
  g_test_add_func ("/database/domains", test_domains);
  g_test_add_func ("/database/mail-exchangers", test_mail_exchangers);
  g_test_add_func ("/database/longest-suffix", test_longest_suffix);
  g_test_add_func ("/database/sharp-s", test_sharp_s);
  g_test_add_func ("/database/not-a-database", test_not_a_database);
  g_test_add_func ("/database/damaged-header", test_damaged_header);
  g_test_add_func ("/database/damaged-body", test_damaged_body);
  return g_test_run ();
}
