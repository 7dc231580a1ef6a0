# What a role may do is named in full.

mock_provider "aws" {}

variables {
  name  = "shop-machine"
  trust = "{\"Statement\": [{\"Effect\": \"Allow\", \"Principal\": {\"Service\": \"ec2.amazonaws.com\"}, \"Action\": \"sts:AssumeRole\"}]}"
  permissions = {
    ReadReleases = { actions = ["s3:GetObject"], resources = ["arn:aws:s3:::shop-releases/*"] }
  }
}

run "named_actions_on_named_resources" {
  command = apply

  module {
    source = "./modules/role"
  }

  assert {
    condition = jsondecode(aws_iam_role_policy.this.policy).Statement == [
      { Sid = "ReadReleases", Effect = "Allow", Action = ["s3:GetObject"], Resource = ["arn:aws:s3:::shop-releases/*"] },
    ]
    error_message = "The policy must hold what was asked for, and nothing else."
  }
}

run "a_wildcard_action_is_refused" {
  command = plan

  module {
    source = "./modules/role"
  }

  variables {
    permissions = { Files = { actions = ["s3:*"], resources = ["arn:aws:s3:::shop-releases/*"] } }
  }

  expect_failures = [var.permissions]
}

run "half_a_wildcard_action_is_refused" {
  command = plan

  module {
    source = "./modules/role"
  }

  variables {
    permissions = { Files = { actions = ["s3:Get*"], resources = ["arn:aws:s3:::shop-releases/*"] } }
  }

  expect_failures = [var.permissions]
}

run "any_resource_without_a_reason_is_refused" {
  command = plan

  module {
    source = "./modules/role"
  }

  variables {
    permissions = { Files = { actions = ["s3:GetObject"], resources = ["*"] } }
  }

  expect_failures = [var.permissions]
}

run "a_role_for_everybody_is_refused" {
  command = plan

  module {
    source = "./modules/role"
  }

  variables {
    trust = "{\"Statement\": [{\"Effect\": \"Allow\", \"Principal\": {\"AWS\": \"*\"}, \"Action\": \"sts:AssumeRole\"}]}"
  }

  expect_failures = [var.trust]
}
