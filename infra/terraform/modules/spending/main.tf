# Two watches over the bill of the whole account: a budget that also looks ahead, and an alarm on what AWS estimates.

resource "aws_budgets_budget" "month" {
  count        = var.emulated ? 0 : 1
  name         = "${var.name}-month"
  budget_type  = "COST"
  limit_amount = tostring(var.dollars)
  limit_unit   = "USD"
  time_unit    = "MONTHLY"

  dynamic "notification" {
    for_each = { ACTUAL = 80, FORECASTED = 100 }

    content {
      notification_type          = notification.key
      comparison_operator        = "GREATER_THAN"
      threshold                  = notification.value
      threshold_type             = "PERCENTAGE"
      subscriber_email_addresses = [var.email]
    }
  }
}

resource "aws_sns_topic" "bill" {
  name = "${var.name}-bill"
}

resource "aws_sns_topic_subscription" "email" {
  topic_arn = aws_sns_topic.bill.arn
  protocol  = "email"
  endpoint  = var.email
}

resource "aws_cloudwatch_metric_alarm" "bill" {
  alarm_name          = "${var.name}-bill"
  alarm_description   = "docs/aws/runbooks.md#bill"
  namespace           = "AWS/Billing"
  metric_name         = "EstimatedCharges"
  dimensions          = { Currency = "USD" }
  statistic           = "Maximum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = var.dollars
  period              = 21600
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.bill.arn]
}
