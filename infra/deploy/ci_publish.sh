#!/usr/bin/env bash
# In GitHub Actions: become the deployer by the environment's own token, for this one job, and publish the build.
set -euo pipefail
cd "$(dirname "$0")/../.."
: "${ACTIONS_ID_TOKEN_REQUEST_URL:?the job needs the permission id-token: write}"
: "${AWS_ROLE:?set it in the environment production: terraform output -json github}"

AWS_WEB_IDENTITY_TOKEN_FILE=$(mktemp)
trap 'rm -f "$AWS_WEB_IDENTITY_TOKEN_FILE"' EXIT
curl --fail --silent --show-error --retry 3 --header @- "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=sts.amazonaws.com" \
    <<<"Authorization: Bearer $ACTIONS_ID_TOKEN_REQUEST_TOKEN" |
    python3 -c 'import json, sys; print(json.load(sys.stdin)["value"], end="")' >"$AWS_WEB_IDENTITY_TOKEN_FILE"
export AWS_WEB_IDENTITY_TOKEN_FILE AWS_ROLE_ARN="$AWS_ROLE" AWS_ROLE_SESSION_NAME="deploy-${GITHUB_RUN_ID:-by-hand}"
export AWS_DEFAULT_REGION="${AWS_REGION:?set it in the environment production}"

infra/setup.sh run
.venv/bin/python -m infra.deploy.publish "${1:-build}"
