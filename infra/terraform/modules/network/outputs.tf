output "web_subnet" {
  description = "Where the machine stands."
  value       = aws_subnet.web.id
}

output "database_subnets" {
  description = "Where the database stands."
  value       = aws_subnet.database[*].id
}

output "web_group" {
  description = "The machine's security group."
  value       = aws_security_group.web.id
}

output "database_group" {
  description = "The database's security group."
  value       = aws_security_group.database.id
}
