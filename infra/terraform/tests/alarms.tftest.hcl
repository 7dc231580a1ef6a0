# Every alarm tells somebody, and silence of what must speak is an alarm, too.

mock_provider "aws" {
  mock_resource "aws_sns_topic" {
    defaults = { arn = "arn:aws:sns:eu-west-1:123456789012:shop-alarms" }
  }
}

variables {
  name     = "shop"
  email    = "owner@example.com"
  instance = "i-1"
  database = "shop"
}

run "every_alarm_tells_somebody" {
  command = apply

  module {
    source = "./modules/alarms"
  }

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.this : one(alarm.alarm_actions) == aws_sns_topic.alarms.arn])
    error_message = "Each alarm must go to the topic."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["pipeline-did-not-run"].treat_missing_data == "breaching" && aws_cloudwatch_metric_alarm.this["pipeline-did-not-run"].period == 86400
    error_message = "A night without a run must be an alarm."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["api-slow"].extended_statistic == "p95" && aws_cloudwatch_metric_alarm.this["api-slow"].statistic == null
    error_message = "Slowness is the 95th percentile."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["database-storage"].comparison_operator == "LessThanThreshold" && aws_cloudwatch_metric_alarm.this["machine-disk"].comparison_operator == "GreaterThanThreshold"
    error_message = "Free storage alarms below, used disk above."
  }
}

run "no_address_is_refused" {
  command = plan

  module {
    source = "./modules/alarms"
  }

  variables {
    email = "owner"
  }

  expect_failures = [var.email]
}
