# One environment of one repository may come.

mock_provider "aws" {
  mock_resource "aws_iam_openid_connect_provider" {
    defaults = { arn = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
  }
}

variables {
  repository = "owner/shop"
  readers    = "shop-readers"
}

run "one_environment_of_one_repository" {
  command = apply

  module {
    source = "./modules/identity"
  }

  assert {
    condition = jsondecode(output.deployer_trust).Statement[0].Condition == {
      StringEquals = {
        "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
        "token.actions.githubusercontent.com:sub" = "repo:owner/shop:environment:production"
      }
    }
    error_message = "Trust must be pinned to audience, repository and environment."
  }

  assert {
    condition     = !anytrue([for one in aws_iam_group_policy_attachment.readers : strcontains(one.policy_arn, "AdministratorAccess") || endswith(one.policy_arn, "/ReadOnlyAccess")])
    error_message = "Readers see no objects, rows or secrets."
  }
}

run "every_repository_is_refused" {
  command = plan

  module {
    source = "./modules/identity"
  }

  variables {
    repository = "owner/*"
  }

  expect_failures = [var.repository]
}

run "every_environment_is_refused" {
  command = plan

  module {
    source = "./modules/identity"
  }

  variables {
    environment = "*"
  }

  expect_failures = [var.environment]
}
