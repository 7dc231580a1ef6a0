output "identifier" {
  description = "The instance's identifier."
  value       = aws_db_instance.this.identifier
}

output "host" {
  description = "The name to connect to, which its certificate bears."
  value       = aws_db_instance.this.address
}

output "database" {
  description = "The name of the database."
  value       = aws_db_instance.this.db_name
}

output "master_secret_arn" {
  description = "Where AWS keeps the master password."
  value       = one(aws_db_instance.this.master_user_secret[*].secret_arn)
}
