#!/usr/bin/env bash
# The README's two commands on a clean Debian 13, as an ordinary user and as root: `sudo tests/clean_machine.sh`.
#
# Makes the root by mmdebstrap with Python, Node.js, npm, make and git and nothing else (kept in CLEAN_DIR, by default
# /var/tmp/clean-machine), clones this checkout's HEAD into it, and works there by chroot. CLEAN_STEPS="run" leaves
# `make test` out. RETAIL_CSV, when set, is the file that is loaded.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=${CLEAN_DIR:-/var/tmp/clean-machine}
steps=${CLEAN_STEPS:-run test}
users=${CLEAN_USERS:-shop root}
root=$folder/root
begin=$SECONDS

fail() {
    echo "error: $1" >&2
    exit 2
}

[ "$(id -u)" = 0 ] || fail "this needs root (mmdebstrap, chroot): sudo $0"
command -v mmdebstrap >/dev/null || fail "mmdebstrap is missing: apt-get install mmdebstrap"
mkdir -p "$folder"
if [ ! -f "$folder/root.tar" ]; then
    echo "Making a clean Debian 13 ..."
    mmdebstrap --quiet --variant=apt --include=python3,nodejs,npm,make,git,ca-certificates trixie "$folder/root.new.tar"
    mv "$folder/root.new.tar" "$folder/root.tar"
fi

tidy() {
    # Whatever still runs within the root ends with it; nothing outside has its root there.
    local process
    for process in /proc/[0-9]*; do
        [ "$(readlink "$process/root" 2>/dev/null)" = "$root" ] && kill "${process#/proc/}" 2>/dev/null
    done
    sleep 1
    for mounted in dev/shm dev/pts dev sys proc; do
        mountpoint -q "$root/$mounted" && umount -l "$root/$mounted"
    done
    return 0
}
trap tidy EXIT

fresh_root() {
    tidy
    rm -rf --one-file-system "$root"
    mkdir -p "$root"
    tar -C "$root" -xpf "$folder/root.tar" --exclude=./dev
    mkdir -p "$root/dev" "$root/proc" "$root/sys"
    mount -t proc proc "$root/proc"
    mount -t sysfs -o ro sysfs "$root/sys" # how many processors there are
    mount --bind /dev "$root/dev"
    mount --make-private "$root/dev"
    mountpoint -q /dev/pts && mount --bind /dev/pts "$root/dev/pts"
    mkdir -p /dev/shm && mount -t tmpfs -o mode=1777 shm "$root/dev/shm"
    # The network as this machine has it: names, certificates, proxies.
    cp -L /etc/resolv.conf "$root/etc/resolv.conf"
    cp -L /etc/hosts "$root/etc/hosts"
    cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/ca-certificates.crt"
    # So bare that it lacks useradd.
    echo 'shop:x:1000:1000::/home/shop:/bin/bash' >>"$root/etc/passwd"
    echo 'shop:x:1000:' >>"$root/etc/group"
    mkdir "$root/home/shop"
}

place_of() { # user: where the checkout lies; root's own home is closed to the user that PostgreSQL runs under
    [ "$1" = root ] && echo /opt || echo /home/shop
}

inside() { # user, command
    local home=/home/shop settings name
    [ "$1" = root ] && home=/root
    settings=(HOME="$home" USER="$1" PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8)
    for name in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY SSL_CERT_FILE PIP_CERT \
        NODE_EXTRA_CA_CERTS REQUESTS_CA_BUNDLE; do
        [ -n "${!name:-}" ] && settings+=("$name=${!name}")
    done
    chroot --userspec="$1:$1" "$root" env -i "${settings[@]}" bash -c "cd $(place_of "$1")/dashboard && $2"
}

try() { # user
    local user=$1 port=5087 data="" place
    place=$(place_of "$user")
    echo "== as $user =="
    fresh_root
    # Debian's Python leaves out what makes virtual environments; root's `make` installs it, another user has to ask.
    [ "$user" = root ] || chroot "$root" sh -c 'apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null 2>&1'
    git clone -q . "$root$place/dashboard"
    if [ -n "${RETAIL_CSV:-}" ]; then
        cp "$RETAIL_CSV" "$root$place/retail.csv.gz"
        data="DATA=$place/retail.csv.gz"
    fi
    chroot "$root" chown -R "$user:$user" "$place"
    inside "$user" "python3 --version; node --version; make --version | head -1"
    if [[ $steps == *run* ]]; then
        local from=$SECONDS answer=""
        inside "$user" "make run PORT=$port $data" >"$folder/run-$user.log" 2>&1 &
        local serving=$!
        until answer=$(inside "$user" "python3 -c 'import urllib.request as u; print(u.urlopen(\"http://127.0.0.1:$port/api/customers/segments\").read().decode()[:200])' 2>/dev/null"); do
            kill -0 "$serving" 2>/dev/null || { tail -20 "$folder/run-$user.log"; fail "make run ended, as $user"; }
            [ $((SECONDS - from)) -lt 1800 ] || fail "make run gave no answer within half an hour"
            sleep 2
        done
        echo "make run: first answer after $((SECONDS - from)) s: $answer"
        inside "$user" "make stop" >/dev/null
        wait "$serving" || true
    fi
    if [[ $steps == *test* ]]; then
        local from=$SECONDS
        inside "$user" "make test" >"$folder/test-$user.log" 2>&1 ||
            { tail -40 "$folder/test-$user.log"; fail "make test failed, as $user"; }
        echo "make test: $((SECONDS - from)) s: $(tail -1 "$folder/test-$user.log")"
    fi
    tidy
}

for user in $users; do try "$user"; done
echo "The clean machine passed in $((SECONDS - begin)) s."
