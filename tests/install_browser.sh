#!/bin/sh
# Make sure that Chromium, for the end-to-end tests, OpenSSL's command, which plays a timestamp authority, and nginx, which
# stands in front of the service as deploy/ has it, and systemd's command, which checks the units there, are there: install
# the distribution's where they are missing and we may, else say what to install.
set -eu
PATH="$PATH:/usr/sbin" # where nginx is, and few people look

missing="chromium"
for name in chromium chromium-browser google-chrome google-chrome-stable; do
    if command -v "$name" >/dev/null 2>&1; then
        missing=""
    fi
done
for name in openssl nginx; do
    command -v "$name" >/dev/null 2>&1 || missing="$missing $name"
done
command -v systemd-analyze >/dev/null 2>&1 || missing="$missing systemd"
if [ -z "$missing" ]; then
    exit 0
fi

as_root=""
if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        as_root="sudo -n"
    else
        echo "The tests need more programs. Please install them, for example: sudo apt-get install $missing" >&2
        exit 1
    fi
fi

echo "Installing the distribution's packages for the tests: $missing ..." >&2
if command -v apt-get >/dev/null 2>&1; then
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
    # shellcheck disable=SC2086 - a list of names
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
elif command -v dnf >/dev/null 2>&1; then
    # shellcheck disable=SC2086
    $as_root dnf install -y -q $missing
elif command -v apk >/dev/null 2>&1; then
    # shellcheck disable=SC2086
    $as_root apk add -q $missing
else
    echo "The tests need $missing. Please install that with your system's package manager." >&2
    exit 1
fi
for name in $missing; do
    [ "$name" != systemd ] || name=systemd-analyze
    command -v "$name" >/dev/null 2>&1 || { echo "$name was installed, but there is no such command." >&2; exit 1; }
done
