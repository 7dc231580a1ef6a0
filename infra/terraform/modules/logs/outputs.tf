output "groups" {
  description = "The name of each group."
  value       = { for key, group in aws_cloudwatch_log_group.this : key => group.name }
}

output "arns" {
  description = "The ARN of each group."
  value       = [for group in aws_cloudwatch_log_group.this : group.arn]
}
