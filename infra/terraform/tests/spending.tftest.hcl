# The bill is watched twice.

mock_provider "aws" {}

variables {
  name    = "shop"
  email   = "owner@example.com"
  dollars = 50
}

run "told_at_80_percent_and_when_too_much_is_foreseen" {
  command = plan

  module {
    source = "./modules/spending"
  }

  assert {
    condition     = { for one in aws_budgets_budget.month[0].notification : one.notification_type => one.threshold } == { ACTUAL = 80, FORECASTED = 100 }
    error_message = "The budget must warn of what was and what will be."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.bill.threshold == 50 && aws_cloudwatch_metric_alarm.bill.namespace == "AWS/Billing"
    error_message = "The alarm must watch the bill."
  }
}

run "nothing_to_spend_is_refused" {
  command = plan

  module {
    source = "./modules/spending"
  }

  variables {
    dollars = 0
  }

  expect_failures = [var.dollars]
}
