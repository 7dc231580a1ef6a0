# The document takes a commit and nothing else.

mock_provider "aws" {}

variables {
  name    = "shop-release"
  command = "/opt/sales-dashboard/release"
}

run "a_commit_and_nothing_else" {
  command = plan

  module {
    source = "./modules/release"
  }

  assert {
    condition     = keys(jsondecode(aws_ssm_document.this.content).parameters) == ["Commit"]
    error_message = "The commit must be the one parameter."
  }

  assert {
    condition = alltrue([
      length(regexall(jsondecode(aws_ssm_document.this.content).parameters.Commit.allowedPattern, "0123456789abcdef0123456789abcdef01234567")) == 1,
      length(regexall(jsondecode(aws_ssm_document.this.content).parameters.Commit.allowedPattern, "main; reboot")) == 0,
      length(regexall(jsondecode(aws_ssm_document.this.content).parameters.Commit.allowedPattern, "0123456789abcdef0123456789abcdef01234567; reboot")) == 0,
    ])
    error_message = "A commit is 40 hexadecimal digits."
  }
}

run "a_command_with_arguments_is_refused" {
  command = plan

  module {
    source = "./modules/release"
  }

  variables {
    command = "/bin/sh -c"
  }

  expect_failures = [var.command]
}
