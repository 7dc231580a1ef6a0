# What wakes somebody, each with a runbook of the same name in docs/aws/runbooks.md; and the dashboard.

resource "aws_sns_topic" "alarms" {
  name = "${var.name}-alarms"
}

resource "aws_sns_topic_subscription" "email" {
  topic_arn = aws_sns_topic.alarms.arn
  protocol  = "email"
  endpoint  = var.email
}

locals {
  machine  = { InstanceId = var.instance }
  database = { DBInstanceIdentifier = var.database }

  # minutes: how long it must last. missing: what no data means.
  alarms = {
    machine-unreachable  = { namespace = "AWS/EC2", metric = "StatusCheckFailed", statistic = "Maximum", dimensions = local.machine, above = 0, minutes = 5, missing = "breaching" }
    machine-cpu          = { namespace = "AWS/EC2", metric = "CPUUtilization", statistic = "Average", dimensions = local.machine, above = 80, minutes = 15, missing = "missing" }
    machine-memory       = { namespace = "CWAgent", metric = "mem_used_percent", statistic = "Average", dimensions = local.machine, above = 90, minutes = 15, missing = "breaching" }
    machine-disk         = { namespace = "CWAgent", metric = "disk_used_percent", statistic = "Maximum", dimensions = local.machine, above = 80, minutes = 15, missing = "breaching" }
    api-errors           = { namespace = var.name, metric = "ApiErrors", statistic = "Sum", dimensions = {}, above = 5, minutes = 5, missing = "notBreaching" }
    api-slow             = { namespace = var.name, metric = "ApiDuration", statistic = "p95", dimensions = {}, above = 1000, minutes = 15, missing = "notBreaching" }
    database-cpu         = { namespace = "AWS/RDS", metric = "CPUUtilization", statistic = "Average", dimensions = local.database, above = 80, minutes = 15, missing = "breaching" }
    database-storage     = { namespace = "AWS/RDS", metric = "FreeStorageSpace", statistic = "Minimum", dimensions = local.database, below = 4 * 1024 * 1024 * 1024, minutes = 15, missing = "breaching" }
    database-connections = { namespace = "AWS/RDS", metric = "DatabaseConnections", statistic = "Maximum", dimensions = local.database, above = var.connections, minutes = 10, missing = "breaching" }
    pipeline-failed      = { namespace = var.name, metric = "PipelineFailed", statistic = "Sum", dimensions = {}, above = 0, minutes = 5, missing = "notBreaching" }
    pipeline-did-not-run = { namespace = var.name, metric = "PipelineFinished", statistic = "Sum", dimensions = {}, below = 1, minutes = 1440, missing = "breaching" }
  }
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each            = local.alarms
  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = "docs/aws/runbooks.md#${each.key}"
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = each.value.statistic == "p95" ? null : each.value.statistic
  extended_statistic  = each.value.statistic == "p95" ? "p95" : null
  comparison_operator = try(each.value.above, null) != null ? "GreaterThanThreshold" : "LessThanThreshold"
  threshold           = try(each.value.above, each.value.below)
  period              = each.value.minutes == 1440 ? 86400 : 300
  evaluation_periods  = each.value.minutes == 1440 ? 1 : each.value.minutes / 5
  treat_missing_data  = each.value.missing
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]
}
