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

variable "repository" {
  description = "The GitHub repository whose workflow deploys, as OWNER/NAME."
  type        = string
}

variable "email" {
  description = "Where alarms and warnings of the budget go."
  type        = string
}

variable "image" {
  description = "The machine image: Debian 13, 64-bit x86, in the region. docs/aws says how to look its id up."
  type        = string
}

variable "domain" {
  description = "The dashboard's own name such as sales.example.com; null: CloudFront's, and plain HTTP between CloudFront and the machine."
  type        = string
  default     = null

  validation {
    condition     = var.domain == null || can(regex("^([a-z0-9-]+\\.)+[a-z]{2,}$", var.domain))
    error_message = "domain must be a name such as sales.example.com."
  }

  validation {
    condition     = (var.domain == null) == (var.zone == null)
    error_message = "domain and zone belong together: the zone is the domain's in Route 53."
  }
}

variable "zone" {
  description = "The id of the domain's zone in Route 53."
  type        = string
  default     = null
}

variable "dollars" {
  description = "What a month may cost, in US dollars, before somebody is told."
  type        = number
  default     = 50
}

variable "instance_type" {
  description = "EC2's type of machine."
  type        = string
  default     = "t3.micro"
}

variable "database_class" {
  description = "RDS's class of machine."
  type        = string
  default     = "db.t3.micro"
}

variable "ssh_addresses" {
  description = "Addresses that reach SSH; none by default, since Session Manager needs no open port."
  type        = list(string)
  default     = []
}

variable "protected" {
  description = "False before `terraform destroy`: then machine, database and files go without a last snapshot."
  type        = bool
  default     = true
}

variable "emulated" {
  description = "For tests against an emulator: leaves out what it does not know."
  type        = bool
  default     = false
}
