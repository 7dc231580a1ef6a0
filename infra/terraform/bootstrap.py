"""Make what Terraform needs before its first run: the bucket of its state, and secrets that nobody types.

`python infra/terraform/bootstrap.py --region eu-west-1` may be run again at any time: it makes what is missing and
changes nothing else. `--rotate origin-secret` (or another name) makes one secret anew.
"""

import argparse
import json
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

CONFIG = Path(__file__).with_name("state.config")
# name: who uses it
SECRETS = {
    "origin-secret": "CloudFront sends it, HAProxy asks for it",
    "origin-secret-previous": "HAProxy takes it, too, until CloudFront sends the new one everywhere",
    "pipeline-password": "the database role of loading, scoring and training",
    "web-password": "the database role of the web processes",
}
PREVIOUS = "-previous"


def make_state_bucket(s3: "S3Client", bucket: str, region: str) -> bool:
    """Make the private, encrypted, versioned bucket of the state; false if it is there already."""
    try:
        s3.head_bucket(Bucket=bucket)
        made = False
    except ClientError as error:
        if error.response["Error"]["Code"] not in ("404", "NoSuchBucket"):
            raise
        made = True
        if region == "us-east-1":
            s3.create_bucket(Bucket=bucket)
        else:
            s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": region})  # type: ignore[typeddict-item]  # any region
    s3.put_public_access_block(
        Bucket=bucket,
        PublicAccessBlockConfiguration={
            "BlockPublicAcls": True,
            "BlockPublicPolicy": True,
            "IgnorePublicAcls": True,
            "RestrictPublicBuckets": True,
        },
    )
    s3.put_bucket_encryption(
        Bucket=bucket,
        ServerSideEncryptionConfiguration={
            "Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]
        },
    )
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    arn = f"arn:aws:s3:::{bucket}"
    refuse_without_tls = {
        "Sid": "RefuseWithoutTls",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [arn, f"{arn}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [refuse_without_tls]}))
    return made


def make_secrets(ssm: Any, name: str) -> list[str]:
    """Make each secret that is missing, 43 random letters and digits; the names of those made."""
    made = []
    for secret, use in SECRETS.items():
        try:
            ssm.put_parameter(
                Name=f"/{name}/secrets/{secret}", Description=use, Type="SecureString", Value=secrets.token_urlsafe(32)
            )
        except ssm.exceptions.ParameterAlreadyExists:
            continue
        made.append(secret)
    return made


def rotate(ssm: Any, name: str, secret: str) -> None:
    """Make a secret anew; where two are valid at a time, the old one becomes the previous one."""
    path = f"/{name}/secrets/{secret}"
    if secret + PREVIOUS in SECRETS:
        old = ssm.get_parameter(Name=path, WithDecryption=True)["Parameter"]["Value"]
        ssm.put_parameter(Name=path + PREVIOUS, Type="SecureString", Value=old, Overwrite=True)
    ssm.put_parameter(Name=path, Type="SecureString", Value=secrets.token_urlsafe(32), Overwrite=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the bucket of Terraform's state, and secrets.")
    parser.add_argument("--name", default="sales-dashboard", help="the start of every name, as in production.tfvars")
    parser.add_argument("--region", required=True, help="the AWS region, as in production.tfvars")
    parser.add_argument("--rotate", choices=[one for one in SECRETS if not one.endswith(PREVIOUS)], metavar="SECRET")
    parser.add_argument("--config", type=Path, default=CONFIG, help="where to write what `terraform init` needs")
    options = parser.parse_args()
    ssm = boto3.client("ssm", region_name=options.region)
    if options.rotate:
        rotate(ssm, options.name, options.rotate)
        print(f"{options.rotate} is new. docs/aws/rotate.md says what has to follow.")
        return
    account = boto3.client("sts", region_name=options.region).get_caller_identity()["Account"]
    bucket = f"{options.name}-state-{account}"
    made = make_state_bucket(boto3.client("s3", region_name=options.region), bucket, options.region)
    print(f"{bucket}: {'made' if made else 'is there'}")
    new = make_secrets(ssm, options.name)
    print(f"secrets: {', '.join(new) + ' made' if new else 'all there'}")
    settings = {"bucket": bucket, "key": "terraform.tfstate", "region": options.region}
    lines = [f'{key} = "{value}"' for key, value in settings.items()]
    options.config.write_text("\n".join([*lines, "encrypt = true", "use_lockfile = true"]) + "\n")
    print(f"Next: terraform init -backend-config={options.config.name}")


if __name__ == "__main__":
    main()
