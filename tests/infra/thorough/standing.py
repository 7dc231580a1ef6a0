"""What Terraform's plan must say, and what must stand on AWS once it has made it, asked by boto3."""

import json
from typing import Any

import boto3

from tests.infra.emulator import ACCOUNT

BUCKETS = {f"shop-{use}-{ACCOUNT}": days for use, days in (("site", None), ("releases", 180), ("exports", 1))}
PUBLIC_ACCESS = ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")
ROLES = ("shop-machine", "shop-deployer")


def exports_are_planned_private_and_short_lived(planned: list[dict[str, Any]]) -> None:
    """By the changes in a plan's JSON, before anything is made."""
    wanted = {one["address"].removeprefix("module.exports."): one["change"]["after"] for one in planned}
    policy = json.loads(wanted["aws_s3_bucket_policy.this"]["policy"])
    [refused] = policy["Statement"]  # nobody is allowed anything but the roles that say so themselves
    assert (refused["Effect"], refused["Principal"], refused["Action"]) == ("Deny", "*", "s3:*")
    assert refused["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    blocks = wanted["aws_s3_bucket_public_access_block.this"]
    assert all(blocks[name] for name in PUBLIC_ACCESS)
    rules = wanted["aws_s3_bucket_lifecycle_configuration.this"]["rule"]
    assert [(one["status"], one["expiration"][0]["days"]) for one in rules if one["expiration"]] == [("Enabled", 1)]
    [versioning] = wanted["aws_s3_bucket_versioning.this"]["versioning_configuration"]
    assert versioning["status"] == "Suspended", "a version would outlive its day"


def only_cloudfront_reaches_the_machine_and_only_it_the_database(session: boto3.Session) -> None:
    ec2 = session.client("ec2")
    found = ec2.describe_security_groups(Filters=[{"Name": "group-name", "Values": ["shop-web", "shop-database"]}])
    groups = {group["GroupName"]: group for group in found["SecurityGroups"]}
    [web] = groups["shop-web"]["IpPermissions"]
    assert (web["FromPort"], web["ToPort"], web["IpRanges"]) == (443, 443, [])
    assert len(web["PrefixListIds"]) == 1
    [database] = groups["shop-database"]["IpPermissions"]
    assert (database["FromPort"], database["ToPort"], database["IpRanges"]) == (5432, 5432, [])
    assert [pair["GroupId"] for pair in database["UserIdGroupPairs"]] == [groups["shop-web"]["GroupId"]]


def the_database_is_encrypted_private_and_backed_up(session: boto3.Session) -> None:
    rds = session.client("rds")
    [database] = rds.describe_db_instances()["DBInstances"]
    assert database["StorageEncrypted"] and not database["PubliclyAccessible"]
    assert database["BackupRetentionPeriod"] == 7
    [group] = database["DBParameterGroups"]
    parameters = rds.describe_db_parameters(DBParameterGroupName=group["DBParameterGroupName"])["Parameters"]
    assert {one["ParameterName"]: one["ParameterValue"] for one in parameters}["rds.force_ssl"] == "1"


def the_machine_asks_for_tokens_and_its_disk_is_encrypted(session: boto3.Session) -> None:
    ec2 = session.client("ec2")
    [reservation] = ec2.describe_instances(Filters=[{"Name": "tag:Name", "Values": ["shop"]}])["Reservations"]
    [machine] = reservation["Instances"]
    assert machine["InstanceType"] == "t3.micro"
    assert machine["MetadataOptions"]["HttpTokens"] == "required"
    volumes = [disk["Ebs"]["VolumeId"] for disk in machine["BlockDeviceMappings"] if "Ebs" in disk]
    assert volumes
    assert all(volume["Encrypted"] for volume in ec2.describe_volumes(VolumeIds=volumes)["Volumes"])


def buckets_are_private_encrypted_and_forget(session: boto3.Session) -> None:
    s3 = session.client("s3")
    for bucket, days in BUCKETS.items():
        assert all(s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"].values())
        [rule] = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"]
        assert rule["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"
        rules = s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]
        assert [rule["Expiration"]["Days"] for rule in rules if "Expiration" in rule] == ([days] if days else [])
        statements = json.loads(s3.get_bucket_policy(Bucket=bucket)["Policy"])["Statement"]
        assert statements[0]["Effect"] == "Deny"
        assert statements[0]["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
        allowed = [one["Principal"] for one in statements if one["Effect"] == "Allow"]
        assert allowed == ([{"Service": "cloudfront.amazonaws.com"}] if "-site-" in bucket else [])


def permissions(session: boto3.Session, role: str) -> list[dict[str, Any]]:
    statements = session.client("iam").get_role_policy(RoleName=role, PolicyName=role)["PolicyDocument"]
    found: list[dict[str, Any]] = statements["Statement"]
    return found


def roles_name_each_action_and_ci_comes_from_one_environment(session: boto3.Session) -> None:
    for role in ROLES:
        for statement in permissions(session, role):
            assert not any("*" in action for action in statement["Action"]), statement
    deployer = {action for one in permissions(session, "shop-deployer") for action in one["Action"]}
    assert not deployer & {"s3:GetObject", "ssm:GetParameter", "rds:DescribeDBInstances"}
    trust = session.client("iam").get_role(RoleName="shop-deployer")["Role"]["AssumeRolePolicyDocument"]
    [statement] = trust["Statement"]
    assert statement["Condition"]["StringEquals"] == {
        "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
        "token.actions.githubusercontent.com:sub": "repo:owner/shop:environment:production",
    }


def the_release_document_takes_a_commit_alone(session: boto3.Session) -> None:
    document = json.loads(session.client("ssm").get_document(Name="shop-release")["Content"])
    assert {name: one["allowedPattern"] for name, one in document["parameters"].items()} == {"Commit": "^[0-9a-f]{40}$"}


def the_machine_finds_its_settings_and_no_secret_among_them(session: boto3.Session) -> None:
    ssm = session.client("ssm")
    settings = ssm.get_parameter(Name="/shop/settings")["Parameter"]["Value"]
    assert json.loads(settings)["public_url"] == "https://sales.example.com"
    secrets = ssm.get_parameters_by_path(Path="/shop/secrets", WithDecryption=True)["Parameters"]
    assert len(secrets) == 4
    assert not any(secret["Value"] in settings for secret in secrets)


def logs_forget_and_alarms_tell_somebody(session: boto3.Session) -> None:
    groups = session.client("logs").describe_log_groups(logGroupNamePrefix="/shop/")["logGroups"]
    assert {group["logGroupName"]: group["retentionInDays"] for group in groups} == dict.fromkeys(
        ("/shop/api", "/shop/haproxy", "/shop/pipeline", "/shop/system"), 30
    )
    alarms = session.client("cloudwatch").describe_alarms()["MetricAlarms"]
    assert len(alarms) == 11
    topics = [topic["TopicArn"] for topic in session.client("sns").list_topics()["Topics"]]
    assert all(alarm["AlarmActions"] == topics for alarm in alarms)
    bill = session.client("cloudwatch", region_name="us-east-1").describe_alarms()["MetricAlarms"]
    assert [alarm["MetricName"] for alarm in bill] == ["EstimatedCharges"]


def the_state_is_in_its_bucket_and_nobody_holds_its_lock(session: boto3.Session) -> None:
    objects = session.client("s3").list_objects_v2(Bucket=f"shop-state-{ACCOUNT}")["Contents"]
    assert [one["Key"] for one in objects] == ["terraform.tfstate"]


def nothing_is_left(session: boto3.Session) -> None:
    """Only what bootstrap.py made is still there: the state's bucket and the secrets."""
    buckets = session.client("s3").list_buckets()["Buckets"]
    assert [bucket["Name"] for bucket in buckets] == [f"shop-state-{ACCOUNT}"]
    assert session.client("rds").describe_db_instances()["DBInstances"] == []
    ec2 = session.client("ec2")
    reservations = ec2.describe_instances()["Reservations"]
    assert {one["State"]["Name"] for found in reservations for one in found["Instances"]} <= {"terminated"}
    assert all(vpc["IsDefault"] for vpc in ec2.describe_vpcs()["Vpcs"])
    assert ec2.describe_addresses()["Addresses"] == []
    assert session.client("cloudwatch").describe_alarms()["MetricAlarms"] == []
    assert not {role["RoleName"] for role in session.client("iam").list_roles()["Roles"]} & set(ROLES)
    assert session.client("logs").describe_log_groups(logGroupNamePrefix="/shop/")["logGroups"] == []
    assert session.client("cloudfront").list_distributions()["DistributionList"].get("Items", []) == []


ALL_CHECKS = (
    only_cloudfront_reaches_the_machine_and_only_it_the_database,
    the_database_is_encrypted_private_and_backed_up,
    the_machine_asks_for_tokens_and_its_disk_is_encrypted,
    buckets_are_private_encrypted_and_forget,
    roles_name_each_action_and_ci_comes_from_one_environment,
    the_release_document_takes_a_commit_alone,
    the_machine_finds_its_settings_and_no_secret_among_them,
    logs_forget_and_alarms_tell_somebody,
    the_state_is_in_its_bucket_and_nobody_holds_its_lock,
)
