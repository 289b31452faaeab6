/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-diagnosis-texts.h"

#include <glib/gi18n-lib.h>

/* The sign-in and what comes after it. What a provider is known to need is named first: after "wrong
 * password" most people would type the same password again. The words in braces are filled in; see
 * mail-diagnosis-connection.c. */
const MailDiagnosisText mail_diagnosis_sign_in_texts[] = {
  {
      .code = MAIL_ERROR_ACCESS_DISABLED,
      .when = MAIL_WHEN_NEEDS (MAIL_NEED_NO_IMAP),
      .cause = N_("It has no standard access for mail programs."),
      .remedy = N_("Use its own program or its website."),
      .action = MAIL_ACTION_OPEN_PAGE,
  },
  {
      .code = MAIL_ERROR_ACCESS_DISABLED,
      .when = MAIL_WHEN_NEEDS (MAIL_NEED_OAUTH2_ONLY),
      .cause = N_("It lets mail programs in only by a sign-in in the browser, not with a password."),
      .remedy = N_("Use a mail program that signs in with the browser. Siegel cannot do that yet."),
      .action = MAIL_ACTION_OPEN_PAGE,
  },
  {
      .code = MAIL_ERROR_ACCESS_DISABLED,
      .when = MAIL_WHEN_NEEDS (MAIL_NEED_PAID_PLAN),
      .cause = N_("Access by mail programs is not part of every plan."),
      /* Translators: {provider} is a name such as “GMX”. */
      .remedy = N_("Look up what your plan at {provider} includes. If it is part of it, switch it on in "
                    "your settings there."),
      .action = MAIL_ACTION_OPEN_PAGE,
  },
  {
      .code = MAIL_ERROR_ACCESS_DISABLED,
      .when = MAIL_WHEN_NEEDS (MAIL_NEED_BRIDGE),
      .cause = N_("Mail programs reach it only through its bridge, a program on this computer with a "
                   "password of its own."),
      .remedy = N_("Start the bridge, and enter the password that it shows you."),
      .action = MAIL_ACTION_OPEN_PAGE,
  },
  {
      .code = MAIL_ERROR_ACCESS_DISABLED,
      .when = MAIL_WHEN_NEEDS (MAIL_NEED_APP_PASSWORD),
      .cause = N_("Access by mail programs is switched off for it. Once it is on, they need an app "
                   "password."),
      /* Translators: {provider} is a name such as “GMX”. “POP3 & IMAP” is how many providers call the
       * switch. */
      .remedy = N_("Switch on access by mail programs (“POP3 & IMAP”) in your {provider} settings, "
                    "create an app password there, and enter it instead."),
      .action = MAIL_ACTION_OPEN_PAGE,
  },
  {
      .code = MAIL_ERROR_ACCESS_DISABLED,
      .when = MAIL_WHEN_NEEDS (MAIL_NEED_SPECIAL_PASSWORD),
      .cause = N_("Access by mail programs is switched off for it. Once it is on, they have a password "
                   "of their own."),
      /* Translators: {provider} is a name such as “GMX”. */
      .remedy = N_("Switch on access by mail programs in your {provider} settings, set the e-mail "
                    "password there, and enter it."),
      .action = MAIL_ACTION_OPEN_PAGE,
  },
  {
      .code = MAIL_ERROR_ACCESS_DISABLED,
      .when = MAIL_WHEN_PROVIDER | MAIL_WHEN_SENDING,
      /* Translators: {provider} is a name such as “GMX”. */
      .title = N_("{provider} does not let mail programs send from this mailbox yet."),
  },
  {
      .code = MAIL_ERROR_ACCESS_DISABLED,
      .when = MAIL_WHEN_PROVIDER,
      /* Translators: {provider} is a name such as “GMX”. */
      .title = N_("{provider} does not let mail programs into this mailbox yet."),
      /* Translators: {provider} is a name such as “GMX”. “POP3 & IMAP” is how many providers call the
       * switch. */
      .remedy = N_("Switch on access by mail programs (“POP3 & IMAP”) in your {provider} settings, wait "
                    "a few minutes, and try again."),
      .action = MAIL_ACTION_OPEN_PAGE,
  },
  {
      .code = MAIL_ERROR_ACCESS_DISABLED,
      .when = MAIL_WHEN_SENDING,
      /* Translators: {Server} becomes “The incoming server imap.example.org”. */
      .title = N_("{Server} does not let mail programs send from this mailbox."),
      .cause = N_("Sending by mail programs is switched off for it."),
      .remedy = N_("Switch it on in the settings on your provider’s website, or ask your administrator "
                    "to. Wait a few minutes, and try again."),
  },
  {
      .code = MAIL_ERROR_ACCESS_DISABLED,
      /* Translators: {Server} becomes “The incoming server imap.example.org”. */
      .title = N_("{Server} does not let mail programs into this mailbox."),
      .cause = N_("Access by mail programs is switched off for it."),
      .remedy = N_("Switch it on in the settings on your provider’s website, wait a few minutes, and "
                    "try again."),
      .action = MAIL_ACTION_TRY_AGAIN,
  },
  {
      .code = MAIL_ERROR_SIGN_IN_REJECTED,
      .when = MAIL_WHEN_ANONYMOUS,
      /* Translators: {Server} becomes “The incoming server imap.example.org”. */
      .title = N_("{Server} wants you to sign in."),
      .cause = N_("It was asked without a user name and a password."),
      .remedy = N_("Enter a user name and a password for sending mail."),
      .action = MAIL_ACTION_CHANGE_USERNAME,
  },
  {
      .code = MAIL_ERROR_SIGN_IN_REJECTED,
      .when = MAIL_WHEN_NEEDS (MAIL_NEED_NO_IMAP),
      .cause = N_("It has no standard access for mail programs."),
      .remedy = N_("Use its own program or its website."),
      .action = MAIL_ACTION_OPEN_PAGE,
  },
  {
      .code = MAIL_ERROR_SIGN_IN_REJECTED,
      .when = MAIL_WHEN_NEEDS (MAIL_NEED_OAUTH2_ONLY),
      .cause = N_("It lets mail programs in only by a sign-in in the browser, not with a password."),
      .remedy = N_("Use a mail program that signs in with the browser. Siegel cannot do that yet."),
      .action = MAIL_ACTION_OPEN_PAGE,
  },
  {
      .code = MAIL_ERROR_SIGN_IN_REJECTED,
      .when = MAIL_WHEN_NEEDS (MAIL_NEED_PAID_PLAN),
      .cause = N_("Either it is mistyped, or access by mail programs is not part of your plan."),
      /* Translators: {provider} is a name such as “GMX”. */
      .remedy = N_("Type the password again, and look up what your plan at {provider} includes."),
      .action = MAIL_ACTION_OPEN_PAGE,
  },
  {
      .code = MAIL_ERROR_SIGN_IN_REJECTED,
      .when = MAIL_WHEN_NEEDS (MAIL_NEED_BRIDGE),
      .cause = N_("Mail programs reach it only through its bridge, a program on this computer with a "
                   "password of its own."),
      .remedy = N_("Start the bridge, and enter the password that it shows you."),
      .action = MAIL_ACTION_OPEN_PAGE,
  },
  {
      .code = MAIL_ERROR_SIGN_IN_REJECTED,
      .when = MAIL_WHEN_NEEDS (MAIL_NEED_APP_PASSWORD | MAIL_NEED_ENABLE_IMAP),
      .cause = N_("Mail programs need an app password here, and access for them must be switched on "
                   "first."),
      /* Translators: {provider} is a name such as “GMX”. */
      .remedy = N_("Do both in your {provider} settings, wait a few minutes, and enter the app password."),
      .action = MAIL_ACTION_OPEN_PAGE,
  },
  {
      .code = MAIL_ERROR_SIGN_IN_REJECTED,
      .when = MAIL_WHEN_NEEDS (MAIL_NEED_APP_PASSWORD),
      .cause = N_("Mail programs need an app password here. Your normal password works only in the "
                   "browser."),
      /* Translators: {provider} is a name such as “GMX”. */
      .remedy = N_("Create an app password in your {provider} settings and enter it instead."),
      .action = MAIL_ACTION_OPEN_PAGE,
  },
  {
      .code = MAIL_ERROR_SIGN_IN_REJECTED,
      .when = MAIL_WHEN_NEEDS (MAIL_NEED_SPECIAL_PASSWORD | MAIL_NEED_ENABLE_IMAP),
      .cause = N_("Mail programs have a password of their own here, and access for them must be "
                   "switched on first."),
      /* Translators: {provider} is a name such as “GMX”. */
      .remedy = N_("Do both in your {provider} settings, wait a few minutes, and enter the e-mail "
                    "password."),
      .action = MAIL_ACTION_OPEN_PAGE,
  },
  {
      .code = MAIL_ERROR_SIGN_IN_REJECTED,
      .when = MAIL_WHEN_NEEDS (MAIL_NEED_SPECIAL_PASSWORD),
      .cause = N_("Mail programs have a password of their own here. It is not the one for the website."),
      /* Translators: {provider} is a name such as “GMX”. */
      .remedy = N_("Set or look up the e-mail password in your {provider} settings and enter it."),
      .action = MAIL_ACTION_OPEN_PAGE,
  },
  {
      .code = MAIL_ERROR_SIGN_IN_REJECTED,
      .when = MAIL_WHEN_NEEDS (MAIL_NEED_ENABLE_IMAP) | MAIL_WHEN_2FA_APP_PASSWORD,
      .cause = N_("Either it is mistyped, or access by mail programs is still switched off."),
      /* Translators: {provider} is a name such as “GMX”. “POP3 & IMAP” is how many providers call the
       * switch. */
      .remedy = N_("Switch on “POP3 & IMAP” in your {provider} settings, wait a few minutes, and try "
                    "again. With two-step sign-in, create an app password there and enter it."),
      .action = MAIL_ACTION_OPEN_PAGE,
  },
  {
      .code = MAIL_ERROR_SIGN_IN_REJECTED,
      .when = MAIL_WHEN_NEEDS (MAIL_NEED_ENABLE_IMAP),
      .cause = N_("Either it is mistyped, or access by mail programs is still switched off."),
      /* Translators: {provider} is a name such as “GMX”. “POP3 & IMAP” is how many providers call the
       * switch. */
      .remedy = N_("Switch on “POP3 & IMAP” in your {provider} settings, wait a few minutes, and try "
                    "again."),
      .action = MAIL_ACTION_OPEN_PAGE,
  },
  {
      .code = MAIL_ERROR_SIGN_IN_REJECTED,
      .when = MAIL_WHEN_2FA_APP_PASSWORD,
      .cause = N_("Either it is mistyped, or two-step sign-in is on: then mail programs need an app "
                   "password."),
      /* Translators: {provider} is a name such as “GMX”. */
      .remedy = N_("Type the password again. With two-step sign-in, create an app password in your "
                    "{provider} settings and enter it instead."),
      .action = MAIL_ACTION_OPEN_PAGE,
  },
  {
      .code = MAIL_ERROR_SIGN_IN_REJECTED,
      .when = MAIL_WHEN_PROVIDER | MAIL_WHEN_SENDING,
      /* Translators: {provider} is a name such as “GMX”. */
      .title = N_("{provider} did not accept the password for sending mail."),
  },
  {
      .code = MAIL_ERROR_SIGN_IN_REJECTED,
      .when = MAIL_WHEN_PROVIDER,
      /* Translators: {provider} is a name such as “GMX”. */
      .title = N_("{provider} did not accept the password for receiving mail."),
  },
  {
      .code = MAIL_ERROR_SIGN_IN_REJECTED,
      .when = MAIL_WHEN_OTHER_USERNAME,
      /* Translators: {username} is the user name in use. */
      .cause = N_("Either the password is mistyped, or your user name is not “{username}”. No other "
                   "name was tried, so that the account does not get locked."),
      /* Translators: {other-username} is another form of the user name. */
      .remedy = N_("Type the password again, or sign in as “{other-username}”."),
      .action = MAIL_ACTION_USE_USERNAME,
  },
  {
      .code = MAIL_ERROR_SIGN_IN_REJECTED,
      .when = MAIL_WHEN_GUESSED,
      .cause = N_("Either the password is mistyped, or your user name is another one. Your whole "
                   "address and the part before the @ were tried."),
      .remedy = N_("Type the password again, or ask your provider for the user name."),
      .action = MAIL_ACTION_CHANGE_USERNAME,
  },
  {
      .code = MAIL_ERROR_SIGN_IN_REJECTED,
      /* Translators: {Server} becomes “The incoming server imap.example.org”. */
      .title = N_("{Server} did not accept the user name or the password."),
      /* Translators: {username} is the user name in use. */
      .cause = N_("Either the password is mistyped, or the user name is not “{username}”."),
      .remedy = N_("Type the password again, and compare the user name with what your provider says."),
      .action = MAIL_ACTION_CHANGE_PASSWORD,
  },
  {
      .code = MAIL_ERROR_APP_PASSWORD_NEEDED,
      .when = MAIL_WHEN_NEEDS (MAIL_NEED_SPECIAL_PASSWORD),
      .cause = N_("Mail programs have a password of their own here. It is not the one for the website."),
      /* Translators: {provider} is a name such as “GMX”. */
      .remedy = N_("Set or look up the e-mail password in your {provider} settings and enter it."),
      .action = MAIL_ACTION_OPEN_PAGE,
  },
  {
      .code = MAIL_ERROR_APP_PASSWORD_NEEDED,
      .when = MAIL_WHEN_NEEDS (MAIL_NEED_ENABLE_IMAP),
      /* Translators: “POP3 & IMAP” is how many providers call the switch. */
      .remedy = N_("Create an app password and enter it instead. In the same settings, see that “POP3 & "
                    "IMAP” is switched on."),
      .action = MAIL_ACTION_OPEN_PAGE,
  },
  {
      .code = MAIL_ERROR_APP_PASSWORD_NEEDED,
      .when = MAIL_WHEN_PROVIDER,
      /* Translators: {provider} is a name such as “Gmail”. */
      .title = N_("{provider} wants an app password here."),
      .action = MAIL_ACTION_OPEN_PAGE,
  },
  {
      .code = MAIL_ERROR_APP_PASSWORD_NEEDED,
      /* Translators: {Server} becomes “The incoming server imap.example.org”. */
      .title = N_("{Server} wants an app password."),
      .cause = N_("Your normal password works only in the browser."),
      .remedy = N_("Create an app password and enter it instead."),
      .action = MAIL_ACTION_CHANGE_PASSWORD,
  },
  {
      .code = MAIL_ERROR_OAUTH_NEEDED,
      .when = MAIL_WHEN_NEEDS (MAIL_NEED_APP_PASSWORD),
      .cause = N_("It accepts your normal password only in the browser. Mail programs need an app "
                   "password here."),
      /* Translators: {provider} is a name such as “GMX”. */
      .remedy = N_("Create an app password in your {provider} settings and enter it instead."),
      .action = MAIL_ACTION_OPEN_PAGE,
  },
  {
      .code = MAIL_ERROR_OAUTH_NEEDED,
      .when = MAIL_WHEN_2FA_APP_PASSWORD,
      .cause = N_("It does not accept your normal password from mail programs."),
      /* Translators: {provider} is a name such as “GMX”. */
      .remedy = N_("If two-step sign-in is on, create an app password in your {provider} settings and "
                    "enter it. Else use a mail program that signs in with the browser; Siegel cannot do "
                    "that yet."),
      .action = MAIL_ACTION_OPEN_PAGE,
  },
  {
      .code = MAIL_ERROR_OAUTH_NEEDED,
      .when = MAIL_WHEN_PROVIDER,
      /* Translators: {provider} is a name such as “Outlook”. */
      .title = N_("{provider} wants you to sign in with the browser."),
      .action = MAIL_ACTION_OPEN_PAGE,
  },
  {
      .code = MAIL_ERROR_OAUTH_NEEDED,
      /* Translators: {Server} becomes “The incoming server imap.example.org”. */
      .title = N_("{Server} wants you to sign in with the browser."),
      .cause = N_("It accepts no passwords from mail programs."),
      .remedy = N_("Use a mail program that signs in with the browser. Siegel cannot do that yet."),
      .action = MAIL_ACTION_TRY_AGAIN,
  },
  {
      .code = MAIL_ERROR_WEB_LOGIN_NEEDED,
      .when = MAIL_WHEN_NEEDS (MAIL_NEED_APP_PASSWORD),
      .cause = N_("It saw a sign-in that it does not know, and blocked it. Mail programs need an app "
                   "password here."),
      .remedy = N_("Sign in with your browser, confirm there that it was you, create an app password, "
                    "and enter it instead."),
      .action = MAIL_ACTION_OPEN_PAGE,
  },
  {
      .code = MAIL_ERROR_WEB_LOGIN_NEEDED,
      .when = MAIL_WHEN_NEEDS (MAIL_NEED_SPECIAL_PASSWORD),
      .cause = N_("It saw a sign-in that it does not know, and blocked it. Mail programs have a "
                   "password of their own here."),
      .remedy = N_("Sign in with your browser, confirm there that it was you, set or look up the e-mail "
                    "password, and enter it."),
      .action = MAIL_ACTION_OPEN_PAGE,
  },
  {
      .code = MAIL_ERROR_WEB_LOGIN_NEEDED,
      .when = MAIL_WHEN_NEEDS (MAIL_NEED_ENABLE_IMAP),
      .cause = N_("It saw a sign-in that it does not know, and blocked it. Perhaps access by mail "
                   "programs is still switched off."),
      /* Translators: “POP3 & IMAP” is how many providers call the switch. */
      .remedy = N_("Sign in with your browser, confirm there that it was you, switch on “POP3 & IMAP”, "
                    "and try again after a few minutes."),
      .action = MAIL_ACTION_OPEN_PAGE,
  },
  {
      .code = MAIL_ERROR_WEB_LOGIN_NEEDED,
      .when = MAIL_WHEN_PROVIDER,
      /* Translators: {provider} is a name such as “GMX”. */
      .title = N_("{provider} wants you to sign in on its website first."),
      .action = MAIL_ACTION_OPEN_PAGE,
  },
  {
      .code = MAIL_ERROR_WEB_LOGIN_NEEDED,
      /* Translators: {Server} becomes “The incoming server imap.example.org”. */
      .title = N_("{Server} wants you to sign in on your provider’s website first."),
      .cause = N_("It saw a sign-in from a program or a place that it does not know, and blocked it."),
      .remedy = N_("Sign in with your browser, confirm there that it was you, and try again."),
      .action = MAIL_ACTION_TRY_AGAIN,
  },
  {
      .code = MAIL_ERROR_ACCOUNT_LOCKED,
      .when = MAIL_WHEN_SENDING | MAIL_WHEN_SIGNED_IN,
      /* Translators: {host} is the name of a server. */
      .title = N_("You are signed in, but {host} lets nothing out of this mailbox any more."),
      .cause = N_("That happens when spam was sent from it, or when the provider believes so."),
      .remedy = N_("Change your password on your provider’s website and follow what it says there, then "
                    "try again."),
      .action = MAIL_ACTION_TRY_AGAIN,
  },
  {
      .code = MAIL_ERROR_ACCOUNT_LOCKED,
      .when = MAIL_WHEN_NEEDS (MAIL_NEED_APP_PASSWORD),
      .cause = N_("Many wrong passwords lock it. Mail programs need an app password here; the normal "
                   "one counts as wrong."),
      /* Translators: {provider} is a name such as “GMX”. */
      .remedy = N_("Sign in with your browser and follow what {provider} says. Then create an app "
                    "password there, and enter it instead."),
      .action = MAIL_ACTION_OPEN_PAGE,
  },
  {
      .code = MAIL_ERROR_ACCOUNT_LOCKED,
      .when = MAIL_WHEN_NEEDS (MAIL_NEED_SPECIAL_PASSWORD),
      .cause = N_("Many wrong passwords lock it. Mail programs have a password of their own here; the "
                   "one for the website counts as wrong."),
      /* Translators: {provider} is a name such as “GMX”. */
      .remedy = N_("Sign in with your browser and follow what {provider} says. Then set or look up the "
                    "e-mail password there, and enter it."),
      .action = MAIL_ACTION_OPEN_PAGE,
  },
  {
      .code = MAIL_ERROR_ACCOUNT_LOCKED,
      .when = MAIL_WHEN_NEEDS (MAIL_NEED_ENABLE_IMAP),
      .cause = N_("Many refused sign-ins lock it. While access by mail programs is switched off, the "
                   "right password is refused as well."),
      /* Translators: {provider} is a name such as “GMX”. “POP3 & IMAP” is how many providers call the
       * switch. */
      .remedy = N_("Sign in with your browser and follow what {provider} says. Then switch on “POP3 & "
                    "IMAP” there, wait a few minutes, and try again."),
      .action = MAIL_ACTION_OPEN_PAGE,
  },
  {
      .code = MAIL_ERROR_ACCOUNT_LOCKED,
      .when = MAIL_WHEN_PROVIDER,
      /* Translators: {provider} is a name such as “GMX”. */
      .title = N_("{provider} has locked this account."),
      /* Translators: {provider} is a name such as “GMX”. */
      .remedy = N_("Sign in with your browser and follow what {provider} says, then try again."),
      .action = MAIL_ACTION_OPEN_PAGE,
  },
  {
      .code = MAIL_ERROR_ACCOUNT_LOCKED,
      /* Translators: {Server} becomes “The incoming server imap.example.org”. */
      .title = N_("{Server} says that this account is locked."),
      .cause = N_("That happens after many wrong passwords, after a long pause, or when a bill is open."),
      .remedy = N_("Sign in on your provider’s website and follow what it says, then try again."),
      .action = MAIL_ACTION_TRY_AGAIN,
  },
  {
      .code = MAIL_ERROR_PASSWORD_EXPIRED,
      .when = MAIL_WHEN_NEEDS (MAIL_NEED_APP_PASSWORD),
      .cause = N_("Mail programs need an app password here. It ends when you delete it, and often when "
                   "you change your normal password."),
      /* Translators: {provider} is a name such as “GMX”. */
      .remedy = N_("Create a new app password in your {provider} settings, then enter it here."),
      .action = MAIL_ACTION_OPEN_PAGE,
  },
  {
      .code = MAIL_ERROR_PASSWORD_EXPIRED,
      .when = MAIL_WHEN_NEEDS (MAIL_NEED_SPECIAL_PASSWORD),
      .cause = N_("Mail programs have a password of their own here. It is not the one for the website."),
      /* Translators: {provider} is a name such as “GMX”. */
      .remedy = N_("Set a new e-mail password in your {provider} settings, then enter it here."),
      .action = MAIL_ACTION_OPEN_PAGE,
  },
  {
      .code = MAIL_ERROR_PASSWORD_EXPIRED,
      .when = MAIL_WHEN_PROVIDER,
      /* Translators: {provider} is a name such as “GMX”. */
      .title = N_("Your password at {provider} has expired."),
  },
  {
      .code = MAIL_ERROR_PASSWORD_EXPIRED,
      /* Translators: {Server} becomes “The incoming server imap.example.org”. */
      .title = N_("{Server} says that your password has expired."),
      .cause = "",
      .remedy = N_("Choose a new password on your provider’s website, then enter it here."),
      .action = MAIL_ACTION_CHANGE_PASSWORD,
  },
  {
      .code = MAIL_ERROR_MECHANISM_UNSUPPORTED,
      .when = MAIL_WHEN_NEEDS (MAIL_NEED_NO_IMAP),
      .cause = N_("It has no standard access for mail programs."),
      .remedy = N_("Use its own program or its website."),
      .action = MAIL_ACTION_OPEN_PAGE,
  },
  {
      .code = MAIL_ERROR_MECHANISM_UNSUPPORTED,
      .when = MAIL_WHEN_NEEDS (MAIL_NEED_OAUTH2_ONLY),
      .cause = N_("It lets mail programs in only by a sign-in in the browser, not with a password."),
      .remedy = N_("Use a mail program that signs in with the browser. Siegel cannot do that yet."),
      .action = MAIL_ACTION_OPEN_PAGE,
  },
  {
      .code = MAIL_ERROR_MECHANISM_UNSUPPORTED,
      /* Translators: {Server} becomes “The incoming server imap.example.org”. */
      .title = N_("{Server} offers no way to sign in that Siegel knows."),
      .cause = N_("Perhaps it wants a company sign-in such as Kerberos, or this port is not for signing "
                   "in."),
      .remedy = N_("Ask your provider or administrator for a server and port that accept a password."),
      .action = MAIL_ACTION_CHANGE_HOST,
  },
  {
      .code = MAIL_ERROR_MAILBOX_UNAVAILABLE,
      .title = N_("You are signed in, but your inbox cannot be opened."),
      /* Translators: {Server} becomes “The incoming server imap.example.org”. */
      .cause
      = N_("{Server} accepted the password. The inbox is not there yet, or another program holds it."),
      .remedy = N_("Close other mail programs, wait a few minutes, and try again. If it stays like this, "
                    "ask your provider."),
      .action = MAIL_ACTION_TRY_AGAIN,
  },
  {
      .code = MAIL_ERROR_SENDER_REJECTED,
      .when = MAIL_WHEN_ANONYMOUS,
      /* Translators: {Server} becomes “The outgoing server smtp.example.org”, {address} is the person’s
       * address. */
      .title = N_("{Server} does not let you send as {address}."),
      .cause = N_("It was asked without signing in. Perhaps it serves only its own network."),
      .remedy = N_("Use the outgoing server of the provider that your address belongs to."),
      .action = MAIL_ACTION_CHANGE_HOST,
  },
  {
      .code = MAIL_ERROR_SENDER_REJECTED,
      /* Translators: {address} is the person’s e-mail address. */
      .title = N_("You are signed in, but this server does not let you send as {address}."),
      .cause = "",
      .remedy = N_("Use the address that belongs to this mailbox, or ask your provider to allow this one."),
      .action = MAIL_ACTION_CHANGE_ADDRESS,
  },
  { 0 },
};
