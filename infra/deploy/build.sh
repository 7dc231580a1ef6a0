#!/usr/bin/env bash
# Build a commit once, into FOLDER: COMMIT.tar.gz (code and dashboard), and the locked packages under the lock's hash.
set -euo pipefail
folder=$(mkdir -p "${1:-build}" && cd "${1:-build}" && pwd)
cd "$(dirname "$0")/../.."

fail() {
    echo "error: $1" >&2
    exit 2
}

[ -z "$(git status --porcelain --untracked-files=no)" ] || fail "there are changes that no commit has; commit them first."
commit=$(git rev-parse HEAD)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT

infra/build_frontend.sh
git archive HEAD backend db etl ml infra/__init__.py infra/deploy infra/machine requirements.txt | tar --extract --directory "$tree"
mkdir "$tree/frontend"
cp -R frontend/dist "$tree/frontend/dist"
# The same commit gives the same bytes: names in order, one owner, the commit's own time.
tar --create --directory "$tree" --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$(git log -1 --format=%ct)" . |
    gzip --no-name >"$folder/$commit.tar.gz"

packages=packages-$(sha256sum requirements.txt | cut -c1-64).tar
if [ ! -f "$folder/$packages" ]; then
    mkdir "$tree/packages"
    "${PYTHON:-python3}" -m pip download --quiet --disable-pip-version-check --no-deps --require-hashes \
        --only-binary :all: --python-version "${MACHINE_PYTHON:-3.13}" --platform manylinux_2_28_x86_64 \
        --platform manylinux_2_17_x86_64 --platform manylinux2014_x86_64 --platform any \
        --requirement requirements.txt --dest "$tree/packages"
    tar --create --directory "$tree/packages" --sort=name --file "$folder/$packages" .
fi
echo "$commit" >"$folder/commit"
echo "$folder/$commit.tar.gz and $packages"
