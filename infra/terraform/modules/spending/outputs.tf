output "budget" {
  description = "The budget's name."
  value       = aws_budgets_budget.month.name
}
