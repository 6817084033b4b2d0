# shellcheck shell=bash
# Shared by the scripts beside it: what a fresh machine may lack.

fail() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 1
}

# need_packages NAME...: installs those of these Debian packages that are missing.
need_packages() {
    local name missing=() as_root=()
    for name in "$@"; do
        [[ "$(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null)" == installed ]] || missing+=("$name")
    done
    ((${#missing[@]})) || return 0
    command -v apt-get >/dev/null ||
        fail "needs ${missing[*]}, and there is no apt-get here to install them: use Debian or Ubuntu"
    if ((EUID != 0)); then
        command -v sudo >/dev/null ||
            fail "needs ${missing[*]}, and there is no sudo here: as root, run apt-get install ${missing[*]}"
        as_root=(sudo)
    fi
    echo "Installing ${missing[*]}" >&2
    # A source that cannot be reached need not be the one that has them.
    "${as_root[@]}" apt-get update -qq >&2 || true
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -qq --yes --no-install-recommends --no-remove "${missing[@]}" >&2 ||
        fail "apt-get could not install ${missing[*]}; its message above says why"
}

# need_swift: stops where there is no Swift 6.1 or newer.
need_swift() {
    local found
    found=$(swift --version 2>/dev/null) || found=
    [[ $found =~ Swift\ version\ ([0-9]+)\.([0-9]+) ]] &&
        ((BASH_REMATCH[1] * 1000 + BASH_REMATCH[2] >= 6001)) && return
    fail "needs Swift 6.1 or newer and found ${BASH_REMATCH[0]:-none}: see https://www.swift.org/install"
}

# release_binary PACKAGE PRODUCT: builds a release of a product and prints where it is.
release_binary() {
    swift build -c release --package-path "$1" --product "$2" >&2
    echo "$(swift build -c release --package-path "$1" --show-bin-path)/$2"
}

# server_binary: the program of this folder as a release, with what building it needs.
server_binary() {
    need_swift
    need_packages libsqlite3-dev libcurl4-openssl-dev
    release_binary . distill-planner
}

# wait_for_health PORT...: until the servers on these ports answer.
wait_for_health() {
    local port
    for port in "$@"; do
        curl --silent --fail --noproxy '*' --retry 20 --retry-connrefused --retry-delay 1 --output /dev/null \
            "http://127.0.0.1:$port/healthz" || fail "the server on port $port does not answer"
    done
}
