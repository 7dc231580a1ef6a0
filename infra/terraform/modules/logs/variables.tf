variable "name" {
  description = "The start of every name."
  type        = string
}

variable "retention_days" {
  description = "Days for which log lines are kept."
  type        = number
  default     = 30

  validation {
    condition     = contains([7, 14, 30, 60, 90, 180, 365], var.retention_days)
    error_message = "retention_days must be 7, 14, 30, 60, 90, 180 or 365."
  }
}
