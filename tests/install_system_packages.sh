#!/bin/sh
# The browser and speech tests need Chromium and espeak-ng. They are installed where this user may; where not,
# those tests skip and say so.
set -u
missing=""
command -v chromium >/dev/null || command -v google-chrome >/dev/null || missing="$missing chromium"
command -v espeak-ng >/dev/null || missing="$missing espeak-ng"
[ -z "$missing" ] && exit 0
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    echo "Installing$missing for the browser and speech tests"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing && exit 0
fi
echo "Not installed:$missing. The tests that need it will skip."
exit 0
