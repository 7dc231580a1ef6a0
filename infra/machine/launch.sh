#!/usr/bin/env bash
# The machine's first start, on Debian 13: everything that releases need, and no release yet. `launch.sh STEP...` does some.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive
METADATA=http://169.254.169.254/latest

metadata() {
    local token
    token=$(curl --fail --silent --request PUT --header 'X-aws-ec2-metadata-token-ttl-seconds: 60' "$METADATA/api/token")
    curl --fail --silent --header "X-aws-ec2-metadata-token: $token" "$METADATA/meta-data/$1"
}

swap() { # training beside two colours may need more than 1 GiB for a while
    fallocate --length 2G /swapfile
    chmod 0600 /swapfile
    mkswap /swapfile
    swapon /swapfile
    echo '/swapfile none swap sw 0 0' >>/etc/fstab
}

packages() {
    apt-get update
    apt-get install --yes --no-install-recommends \
        ca-certificates certbot curl haproxy logrotate python3 python3-boto3 python3-venv unattended-upgrades
    printf 'APT::Periodic::%s "1";\n' Update-Package-Lists Unattended-Upgrade >/etc/apt/apt.conf.d/20auto-upgrades
}

tree() { # a user without a shell, and the folders; secrets and settings are root's alone
    getent passwd sales-dashboard >/dev/null ||
        useradd --system --home-dir /var/lib/sales-dashboard --shell /usr/sbin/nologin sales-dashboard
    install --directory --mode 0755 /opt/sales-dashboard /opt/sales-dashboard/releases /opt/sales-dashboard/packages
    install --directory --mode 0700 /etc/sales-dashboard
    install --directory --mode 0700 --owner sales-dashboard /var/lib/sales-dashboard
    install --directory --mode 0750 --owner sales-dashboard /var/log/sales-dashboard
    cat >/etc/logrotate.d/sales-dashboard <<'LOGS'
/var/log/sales-dashboard/*.log {
    daily
    rotate 3
    maxsize 50M
    missingok
    notifempty
    copytruncate
    su root root
}
LOGS
}

entry() { # what the release document calls: bring a commit from the bucket, install it, serve it
    cat >/opt/sales-dashboard/release <<'RELEASE'
#!/usr/bin/env bash
set -euo pipefail
commit=${1:-}
[[ "$commit" =~ ^[0-9a-f]{40}$ ]] || { echo "error: name a commit by its 40 hexadecimal digits" >&2; exit 2; }
set -a
. /etc/sales-dashboard/machine.env
set +a
exec 9>/opt/sales-dashboard/fetch.lock
flock --nonblock 9 || { echo "error: another release is at work" >&2; exit 1; }
release=/opt/sales-dashboard/releases/$commit
if [ ! -d "$release" ]; then
    new=$(mktemp --directory /opt/sales-dashboard/.new-XXXXXX)
    trap 'rm -rf "$new"' EXIT
    python3 - "$commit" "$new/release.tar.gz" <<'FETCH'
import json, os, sys
import boto3
name = os.environ["NAME"]
settings = json.loads(boto3.client("ssm").get_parameter(Name=f"/{name}/settings")["Parameter"]["Value"])
boto3.client("s3").download_file(settings["releases_bucket"], f"{sys.argv[1]}.tar.gz", sys.argv[2])
FETCH
    mkdir "$new/tree"
    tar --extract --no-same-owner --file "$new/release.tar.gz" --directory "$new/tree"
    chmod 0755 "$new/tree"
    mv "$new/tree" "$release"
fi
python3 "$release/infra/machine/install.py" "$commit"
cd "$release"
exec python3 -m infra.deploy.release "$commit"
RELEASE
    chmod 0755 /opt/sales-dashboard/release
}

agents() { # who this machine is, RDS's authorities, and both agents
    local region arch=debian_amd64
    region=$(metadata placement/region)
    printf 'NAME=%s\nAWS_DEFAULT_REGION=%s\n' "$(metadata tags/instance/Name)" "$region" >/etc/sales-dashboard/machine.env
    curl --fail --silent --show-error --output /etc/ssl/certs/rds.pem \
        https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem
    chmod 0644 /etc/ssl/certs/rds.pem
    curl --fail --silent --show-error --output /root/ssm.deb \
        "https://s3.$region.amazonaws.com/amazon-ssm-$region/latest/$arch/amazon-ssm-agent.deb"
    curl --fail --silent --show-error --output /root/cloudwatch.deb \
        "https://amazoncloudwatch-agent-$region.s3.$region.amazonaws.com/debian/amd64/latest/amazon-cloudwatch-agent.deb"
    dpkg --install /root/ssm.deb /root/cloudwatch.deb
    rm /root/ssm.deb /root/cloudwatch.deb
    systemctl enable --now amazon-ssm-agent
}

if [ $# = 0 ]; then set -- swap packages tree entry agents; fi
for step in "$@"; do "$step"; done
