/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>

#include "mail-error.h"
#include "mail-probe.h"
#include "mail-reach.h"
#include "mail-sandbox.h"
#include "mail-test-await.h"
#include "mail-test-resolver.h"

static const MailTestName names[] = { { NULL } };

/* What this computer says of its network, in the place of the kernel and of NetworkManager. */
#define MAIL_TEST_TYPE_MONITOR (mail_test_monitor_get_type ())
G_DECLARE_FINAL_TYPE (MailTestMonitor, mail_test_monitor, MAIL_TEST, MONITOR, GObject)

struct _MailTestMonitor
{
  GObject parent_instance;
};

static void mail_test_monitor_initable_init (GInitableIface *iface);
static void mail_test_monitor_monitor_init (GNetworkMonitorInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MailTestMonitor,
                               mail_test_monitor,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_INITABLE, mail_test_monitor_initable_init)
                                   G_IMPLEMENT_INTERFACE (G_TYPE_NETWORK_MONITOR,
                                                          mail_test_monitor_monitor_init))

enum
{
  PROP_AVAILABLE = 1,
  PROP_METERED,
  PROP_CONNECTIVITY,
};

static gboolean available;
static GNetworkConnectivity connectivity;
static GThread *made_by;

static void
mail_test_monitor_get_property (GObject *object, guint property, GValue *value, GParamSpec *pspec)
{
  switch (property)
    {
    case PROP_AVAILABLE:
      g_value_set_boolean (value, available);
      break;
    case PROP_METERED:
      g_value_set_boolean (value, FALSE);
      break;
    case PROP_CONNECTIVITY:
      g_value_set_enum (value, connectivity);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static gboolean
mail_test_monitor_initable_real_init (GInitable *initable, GCancellable *cancellable, GError **error)
{
  made_by = g_thread_self ();
  return TRUE;
}

static void
mail_test_monitor_initable_init (GInitableIface *iface)
{
  iface->init = mail_test_monitor_initable_real_init;
}

static void
mail_test_monitor_monitor_init (GNetworkMonitorInterface *iface)
{
}

static void
mail_test_monitor_class_init (MailTestMonitorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = mail_test_monitor_get_property;
  g_object_class_override_property (object_class, PROP_AVAILABLE, "network-available");
  g_object_class_override_property (object_class, PROP_METERED, "network-metered");
  g_object_class_override_property (object_class, PROP_CONNECTIVITY, "connectivity");
}

static void
mail_test_monitor_init (MailTestMonitor *self)
{
}

static guint
find (GCancellable *cancellable)
{
  g_autoptr (GAsyncResult) result = NULL;

  mail_reach_find_async (cancellable, mail_test_store_result, &result);
  return mail_reach_find_finish (mail_test_await (&result));
}

static void
set_network (gboolean is_available, GNetworkConnectivity is_connected)
{
  available = is_available;
  connectivity = is_connected;
}

/* The main loop does not wait for the first look. */
static void
test_find (void)
{
  set_network (TRUE, G_NETWORK_CONNECTIVITY_FULL);
  g_assert_cmpuint (find (NULL), ==, 0);
  g_assert_true (made_by != NULL && made_by != g_thread_self ());
  set_network (TRUE, G_NETWORK_CONNECTIVITY_LIMITED);
  g_assert_cmpuint (find (NULL), ==, 0);
  set_network (TRUE, G_NETWORK_CONNECTIVITY_PORTAL);
  g_assert_cmpuint (find (NULL), ==, MAIL_REACH_PORTAL);
  set_network (FALSE, G_NETWORK_CONNECTIVITY_LOCAL);
  g_assert_cmpuint (find (NULL), ==, MAIL_REACH_OFFLINE);
}

static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  set_network (FALSE, G_NETWORK_CONNECTIVITY_LOCAL);
  g_cancellable_cancel (cancellable);
  g_assert_cmpuint (find (cancellable), ==, 0);
}

static guint
probe (const char *host, MailError code)
{
  g_autoptr (MailAddress) address = mail_address_new ("alice@example.test", NULL);
  g_autoptr (MailAnchors) anchors = mail_anchors_new (NULL, NULL);
  g_autoptr (MailServer) server = mail_server_new (MAIL_PROTOCOL_IMAP, host, 1, MAIL_SECURITY_TLS);
  g_autoptr (MailReport) report = mail_report_new (server, MAIL_GOAL_CAPABILITIES);
  MailProbe *self = mail_probe_new (report, address, anchors);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mail_probe_run_async (self, NULL, mail_test_store_result, &result);
  mail_probe_run_finish (self, mail_test_await (&result), &error);
  g_assert_error (error, MAIL_ERROR, (int) code);
  g_clear_object (&result);
  g_assert_finalize_object (self);
  return mail_report_get_evidence (report)->reach;
}

/* A name that cannot be found while there is no network may well exist; a port that refuses is there. */
static void
test_probe (void)
{
  const char *nobody = "mail.nobody.invalid";

  set_network (TRUE, G_NETWORK_CONNECTIVITY_PORTAL);
  g_assert_cmpuint (probe ("127.0.0.1", MAIL_ERROR_CONNECTION_REFUSED), ==, MAIL_REACH_PORTAL);
  set_network (FALSE, G_NETWORK_CONNECTIVITY_LOCAL);
  g_assert_cmpuint (probe ("127.0.0.1", MAIL_ERROR_CONNECTION_REFUSED), ==, 0);
  g_assert_cmpuint (probe (nobody, MAIL_ERROR_NETWORK_UNREACHABLE), ==, MAIL_REACH_OFFLINE);
}

/* Its loopback is one of its own, so that a port that refuses there says nothing about a server. */
static void
test_sandbox (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "flatpak-info-no-network", NULL);

  set_network (FALSE, G_NETWORK_CONNECTIVITY_LOCAL);
  mail_sandbox_set_file (path);
  g_assert_cmpuint (find (NULL), ==, MAIL_REACH_FORBIDDEN);
  g_assert_cmpuint (probe ("127.0.0.1", MAIL_ERROR_NETWORK_UNREACHABLE), ==, MAIL_REACH_FORBIDDEN);
  g_assert_cmpuint (probe ("mail.nobody.invalid", MAIL_ERROR_NETWORK_UNREACHABLE), ==, MAIL_REACH_FORBIDDEN);
  mail_sandbox_set_file (NULL);
}

int
main (int argc, char **argv)
{
  g_autoptr (GResolver) resolver = NULL;

  g_test_init (&argc, &argv, NULL);
  resolver = mail_test_resolver_new (names);
  g_resolver_set_default (resolver);
  /* Makes the place to which the monitor is added. */
  g_proxy_resolver_get_default ();
  g_io_extension_point_implement (G_NETWORK_MONITOR_EXTENSION_POINT_NAME, MAIL_TEST_TYPE_MONITOR, "test",
                                  1000);
  g_test_add_func ("/reach/find", test_find);
  g_test_add_func ("/reach/cancelled", test_cancelled);
  g_test_add_func ("/reach/probe", test_probe);
  g_test_add_func ("/reach/sandbox", test_sandbox);
  return g_test_run ();
}
