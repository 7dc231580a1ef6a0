variable "repository" {
  description = "The GitHub repository whose workflow deploys, as OWNER/NAME."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9-]+/[A-Za-z0-9._-]+$", var.repository))
    error_message = "repository must be OWNER/NAME, without any wildcard."
  }
}

variable "environment" {
  description = "The environment of that repository whose jobs may deploy."
  type        = string
  default     = "production"

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]+$", var.environment))
    error_message = "environment must be one environment's name, without any wildcard."
  }
}

variable "readers" {
  description = "The name of the group of people who may look."
  type        = string
}
