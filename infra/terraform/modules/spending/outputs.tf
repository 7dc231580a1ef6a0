output "budget" {
  description = "The budget's name; null where it is left out."
  value       = one(aws_budgets_budget.month[*].name)
}
