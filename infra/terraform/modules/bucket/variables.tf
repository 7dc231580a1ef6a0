variable "name" {
  description = "The bucket's name, the same nowhere else in the world."
  type        = string
}

variable "versioned" {
  description = "Whether an overwritten or deleted object stays for a while."
  type        = bool
  default     = true
}

variable "expire_after_days" {
  description = "Days after which an object is deleted; null keeps it."
  type        = number
  default     = null
}

variable "keep_earlier_versions_days" {
  description = "Days for which an overwritten or deleted object stays."
  type        = number
  default     = 30
}

variable "protected" {
  description = "Whether taking down a bucket that holds something is refused."
  type        = bool
  default     = true
}

variable "readers" {
  description = "AWS services that may read objects, each only on behalf of one resource of this account."
  type        = list(object({ service = string, source_arn = string }))
  default     = []

  validation {
    condition     = alltrue([for reader in var.readers : endswith(reader.service, ".amazonaws.com")])
    error_message = "A reader is one AWS service such as cloudfront.amazonaws.com: nobody else, and never everybody, reads a bucket by its policy."
  }

  validation {
    condition     = alltrue([for reader in var.readers : !strcontains(reader.source_arn, "*")])
    error_message = "A reader's source_arn names one resource; with a wildcard other accounts' resources would read, too."
  }
}
