variable "name" {
  description = "The start of every name."
  type        = string
}

variable "site_domain" {
  description = "The bucket that holds the dashboard's files."
  type        = string
}

variable "origin" {
  description = "The machine's name."
  type        = string
}

variable "origin_over_tls" {
  description = "Whether the machine has a certificate for its name, which takes a domain."
  type        = bool
}

variable "origin_secret" {
  description = "What every request to the machine carries in X-Origin-Secret; HAProxy refuses others."
  type        = string
  sensitive   = true

  validation {
    condition     = length(var.origin_secret) >= 32
    error_message = "origin_secret must have 32 characters or more."
  }
}

variable "domain" {
  description = "The dashboard's own name; null: CloudFront's."
  type        = string
  default     = null
}

variable "certificate" {
  description = "The ARN of the certificate for the domain, in us-east-1."
  type        = string
  default     = null
}

variable "headers" {
  description = "The headers that the API's server sends with every answer."
  type        = map(string)

  validation {
    condition     = strcontains(var.headers["Content-Security-Policy"], "default-src") && !strcontains(var.headers["Content-Security-Policy"], "unsafe-eval")
    error_message = "Content-Security-Policy must have a default-src and never allow unsafe-eval."
  }

  validation {
    condition     = var.headers["X-Content-Type-Options"] == "nosniff" && can(var.headers["Referrer-Policy"])
    error_message = "Files must not be taken for what they do not say they are, and Referrer-Policy must be there."
  }
}

variable "emulated" {
  description = "For tests against an emulator, which knows no response headers policy and publishes no function."
  type        = bool
  default     = false
}
