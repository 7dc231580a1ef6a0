output "topic" {
  description = "Where alarms are published."
  value       = aws_sns_topic.alarms.arn
}

output "names" {
  description = "The alarms, as the runbooks name them."
  value       = keys(aws_cloudwatch_metric_alarm.this)
}
