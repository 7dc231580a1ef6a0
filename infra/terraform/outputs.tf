output "database_host" {
  description = "The database's name, which its certificate bears."
  value       = module.database.host
}
