variable "name" {
  description = "The start of every name; several shops in one account take different ones."
  type        = string
  default     = "sales-dashboard"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{2,24}$", var.name))
    error_message = "name must be 3 to 25 small letters, digits and hyphens, and begin with a letter."
  }
}

variable "region" {
  description = "The AWS region of machine, database and files."
  type        = string
  default     = "us-east-1"

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be a region's code such as eu-west-1."
  }
}

variable "ssh_addresses" {
  description = "Addresses that reach SSH; none by default, since Session Manager needs no open port."
  type        = list(string)
  default     = []
}

variable "database_class" {
  description = "RDS's class of machine."
  type        = string
  default     = "db.t3.micro"
}

variable "protected" {
  description = "False before `terraform destroy`: deletes database and files without a last snapshot."
  type        = bool
  default     = true
}
