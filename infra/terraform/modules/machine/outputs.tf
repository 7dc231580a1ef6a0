output "id" {
  description = "The instance's id."
  value       = aws_instance.this.id
}

output "arn" {
  description = "The instance's ARN."
  value       = aws_instance.this.arn
}

output "address" {
  description = "The address that stays."
  value       = aws_eip.this.public_ip
}

output "public_name" {
  description = "AWS's name of that address."
  value       = aws_eip.this.public_dns
}
