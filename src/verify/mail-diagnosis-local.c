/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-diagnosis-texts.h"

#include <glib/gi18n-lib.h>

/* What happens on this computer, without any server: the address, the settings, the keyring, the disk. */
const MailDiagnosisText mail_diagnosis_local_texts[] = {
  {
      .code = MAIL_ERROR_ADDRESS_INVALID,
      .title = N_("This is not an e-mail address."),
      .cause = N_("{why}"),
      .remedy = N_("Write it like anna@example.org."),
      .action = MAIL_ACTION_CHANGE_ADDRESS,
  },
  {
      .code = MAIL_ERROR_SETTINGS_UNKNOWN,
      .title = N_("No settings are known for this address."),
      .cause = N_("{why}"),
      .remedy = N_("Ask your provider for the names of its mail servers, and enter them by hand."),
      .action = MAIL_ACTION_CHANGE_HOST,
  },
  {
      .code = MAIL_ERROR_SETTINGS_INVALID,
      .title = N_("These settings cannot be used."),
      .cause = N_("{why}"),
      .remedy = N_("Correct them, then try again."),
      .action = MAIL_ACTION_CHANGE_HOST,
  },
  {
      .code = MAIL_ERROR_PROVIDER_UNSUPPORTED,
      .when = MAIL_WHEN_PROVIDER,
      /* Translators: {provider} is a name such as “Tuta”. */
      .title = N_("{provider} has no standard access for mail programs."),
  },
  {
      .code = MAIL_ERROR_PROVIDER_UNSUPPORTED,
      .title = N_("This provider has no standard access for mail programs."),
      .cause = N_("Its mail can be read only in its own program or in the browser."),
      .remedy = N_("Use the provider’s own program or its website."),
      .action = MAIL_ACTION_OPEN_PAGE,
  },
  {
      .code = MAIL_ERROR_KEYRING_LOCKED,
      .title = N_("The password was not stored, because the keyring is locked."),
      .cause = N_("A keyring keeps passwords safe, and must be open to take one."),
      .remedy = N_("Nothing is lost: press Try Again and unlock it."),
      .action = MAIL_ACTION_TRY_AGAIN,
  },
  {
      .code = MAIL_ERROR_KEYRING_DISMISSED,
      .title = N_("The password was not stored, because the keyring stayed locked."),
      .cause = "",
      .remedy = N_("Nothing is lost: press Try Again and unlock it."),
      .action = MAIL_ACTION_TRY_AGAIN,
  },
  {
      .code = MAIL_ERROR_KEYRING_MISSING,
      .title = N_("The password was not stored, because no keyring was found."),
      .cause = N_("{why}"),
      .remedy = N_("Nothing is stored yet. As soon as a keyring can be reached, press Try Again."),
      .action = MAIL_ACTION_TRY_AGAIN,
  },
  {
      .code = MAIL_ERROR_KEYRING_FAILED,
      .title = N_("The keyring did not take the password."),
      .cause = N_("{why}"),
      .remedy
      = N_("Nothing is lost: press Try Again. If that does not help, log out of this computer and in "
            "again."),
      .action = MAIL_ACTION_TRY_AGAIN,
  },
  {
      .code = MAIL_ERROR_STORE_FAILED,
      .title = N_("The account was not saved."),
      .cause = N_("{why}"),
      .remedy = N_("Nothing was changed. Check that there is room on the disk, then press Try Again."),
      .action = MAIL_ACTION_TRY_AGAIN,
  },
  {
      .code = MAIL_ERROR_HANDOFF_FAILED,
      .title = N_("The account was not handed over to the other program."),
      .cause = N_("{why}"),
      .remedy
      = N_("Your account stays saved in Siegel. Press Try Again, or do it by hand in the other program."),
      .action = MAIL_ACTION_TRY_AGAIN,
  },
  {
      .code = MAIL_ERROR_CANCELLED,
      .title = N_("Stopped."),
      .cause = "",
      .remedy = N_("Press Try Again when you are ready."),
      .action = MAIL_ACTION_TRY_AGAIN,
  },
  { 0 },
};
