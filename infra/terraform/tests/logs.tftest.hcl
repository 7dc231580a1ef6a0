# Lines are kept for a while, and figures counted from them.

mock_provider "aws" {}

variables {
  name = "shop"
}

run "kept_for_a_while" {
  command = plan

  module {
    source = "./modules/logs"
  }

  assert {
    condition     = alltrue([for group in aws_cloudwatch_log_group.this : group.retention_in_days == 30])
    error_message = "Every group must forget after 30 days."
  }

  assert {
    condition     = alltrue([for filter in aws_cloudwatch_log_metric_filter.this : one(filter.metric_transformation).namespace == "shop"])
    error_message = "The figures must have the namespace that the alarms watch."
  }
}

run "keeping_for_ever_is_refused" {
  command = plan

  module {
    source = "./modules/logs"
  }

  variables {
    retention_days = 0
  }

  expect_failures = [var.retention_days]
}
