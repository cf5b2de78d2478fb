#!/bin/sh
# Make sure a Chromium is there for the end-to-end tests: install the distribution's where it is missing and we may,
# else say what to install.
set -eu

for name in chromium chromium-browser google-chrome google-chrome-stable; do
    if command -v "$name" >/dev/null 2>&1; then
        exit 0
    fi
done

as_root=""
if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        as_root="sudo -n"
    else
        echo "The end-to-end tests need Chromium. Please install it, for example: sudo apt-get install chromium" >&2
        exit 1
    fi
fi

if command -v apt-get >/dev/null 2>&1; then
    echo "Installing the distribution's Chromium for the end-to-end tests ..." >&2
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null
elif command -v dnf >/dev/null 2>&1; then
    $as_root dnf install -y -q chromium
elif command -v apk >/dev/null 2>&1; then
    $as_root apk add -q chromium
else
    echo "The end-to-end tests need Chromium. Please install it with your system's package manager." >&2
    exit 1
fi
command -v chromium >/dev/null 2>&1 || { echo "Chromium was installed, but there is no command chromium." >&2; exit 1; }
