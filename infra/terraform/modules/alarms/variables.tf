variable "name" {
  description = "The start of every name, and the namespace of the figures from logs."
  type        = string
}

variable "email" {
  description = "Where alarms go."
  type        = string

  validation {
    condition     = can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", var.email))
    error_message = "email must be an address such as owner@example.com."
  }
}

variable "instance" {
  description = "The machine's id."
  type        = string
}

variable "database" {
  description = "The database's identifier."
  type        = string
}

variable "connections" {
  description = "How many connections to the database are too many; a micro takes about 80."
  type        = number
  default     = 60
}
