variable "name" {
  description = "The start of every name."
  type        = string
}

variable "instance_class" {
  description = "RDS's class of machine."
  type        = string
  default     = "db.t3.micro"

  validation {
    condition     = startswith(var.instance_class, "db.")
    error_message = "instance_class must be a class of RDS such as db.t3.micro."
  }
}

variable "storage_gib" {
  description = "GiB of storage to begin with; it grows by itself up to five times that."
  type        = number
  default     = 20

  validation {
    condition     = var.storage_gib >= 20 && var.storage_gib <= 1000
    error_message = "storage_gib must be 20 to 1000."
  }
}

variable "backup_days" {
  description = "Days for which the database can be brought back to any second."
  type        = number
  default     = 7

  validation {
    condition     = var.backup_days >= 7 && var.backup_days <= 35
    error_message = "backup_days must be 7 to 35."
  }
}

variable "multi_az" {
  description = "A second machine in another zone that takes over; doubles the price."
  type        = bool
  default     = false
}

variable "protected" {
  description = "Whether deleting is refused, and a last snapshot made; false only to take everything down."
  type        = bool
  default     = true
}

variable "subnets" {
  description = "Subnets in two zones, without a way to the internet."
  type        = list(string)
}

variable "security_group" {
  description = "Who reaches it."
  type        = string
}
