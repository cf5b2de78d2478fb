#!/bin/sh
# What `make bench` needs beside PyPI, on a bare Debian: nginx and wrk, the sqlite3 shell, Chromium, and what compiles
# the peer's Markdown parser where no wheel of it fits.
set -e
apt-get update
apt-get install --yes --no-install-recommends nginx-light wrk sqlite3 chromium gcc libc6-dev python3-dev python3-venv
