variable "name" {
  description = "The start of every name."
  type        = string
}

variable "email" {
  description = "Who hears of it."
  type        = string
}

variable "dollars" {
  description = "What a month may cost, in US dollars."
  type        = number

  validation {
    condition     = var.dollars > 0
    error_message = "dollars must be more than nothing."
  }
}

variable "emulated" {
  description = "For tests against an emulator, which knows budgets in part only."
  type        = bool
  default     = false
}
