output "name" {
  description = "The document's name."
  value       = aws_ssm_document.this.name
}

output "arn" {
  description = "The document's ARN."
  value       = aws_ssm_document.this.arn
}
