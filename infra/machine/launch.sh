#!/usr/bin/env bash
# The machine's first start: swap, security updates by themselves, and the agent of Session Manager.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive

fallocate --length 2G /swapfile
chmod 0600 /swapfile
mkswap /swapfile
swapon /swapfile
echo '/swapfile none swap sw 0 0' >>/etc/fstab

apt-get update
apt-get install --yes --no-install-recommends ca-certificates curl unattended-upgrades

token=$(curl --fail --silent --request PUT --header 'X-aws-ec2-metadata-token-ttl-seconds: 300' http://169.254.169.254/latest/api/token)
region=$(curl --fail --silent --header "X-aws-ec2-metadata-token: $token" http://169.254.169.254/latest/meta-data/placement/region)
curl --fail --silent --show-error --output /root/agent.deb \
    "https://s3.$region.amazonaws.com/amazon-ssm-$region/latest/debian_amd64/amazon-ssm-agent.deb"
dpkg --install /root/agent.deb
rm /root/agent.deb
systemctl enable --now amazon-ssm-agent
